import {type EventType, eventTypes} from '@image-puller/shared/events';
import type {Cluster, WatchEvent, Watched} from '../../cluster/index.ts';
import type {Doorbell, ObjectReference} from '../../step.ts';

/** What rings in one process: what Knative's ApiServerSource and PingSource are to functions. */
export interface SourceOptions {
  readonly cluster: Cluster;
  readonly ring: (bell: Doorbell) => void;
  /** Told of a watch that failed and will be tried again. */
  readonly onFailure: (error: Error) => void;
  /** Between two ticks, in milliseconds. */
  readonly tickEvery: number;
  /** Makes the id of each doorbell. */
  readonly newId: () => string;
  readonly signal: AbortSignal;
}

/** Watches ConfigMaps and DaemonSets, and ticks: at intervals, and whenever both have been listed. */
export async function startSources({cluster, ring, onFailure, tickEvery, newId, signal}: SourceOptions): Promise<void> {
  const tick = () => ring({id: newId(), type: eventTypes.tick});
  const listed = new Set<keyof Watched>();
  // Also after a watch had to begin again: what was deleted in the gap rings no more.
  const onSynced = (what: keyof Watched) => {
    listed.add(what);
    if (listed.size === 2) tick();
  };
  const watch = <K extends keyof Watched>(what: K, kind: ObjectReference['kind']) =>
    cluster.watch(what, event => (event.type === 'SYNCED' ? onSynced(what) : ring(toBell(event, kind, newId()))), {
      signal,
      onFailure,
    });
  const timer = setInterval(tick, tickEvery);
  try {
    await Promise.all([watch('configMaps', 'ConfigMap'), watch('daemonSets', 'DaemonSet')]);
  } finally {
    clearInterval(timer);
  }
}

const typeOf = {
  ADDED: eventTypes.objectAdded,
  MODIFIED: eventTypes.objectUpdated,
  DELETED: eventTypes.objectDeleted,
} as const satisfies Record<string, EventType>;

const toBell = (
  {type, object: {metadata}}: Exclude<WatchEvent<{metadata?: object}>, {type: 'SYNCED'}>,
  kind: ObjectReference['kind'],
  id: string,
): Doorbell => ({
  id,
  type: typeOf[type],
  object: {kind, namespace: metadata.namespace ?? '', name: metadata.name},
});
