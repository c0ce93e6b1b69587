import type {Live} from '@image-puller/shared/live';
import type {EventList, Pod} from 'kubernetes-types/core/v1';
import type {ApiClient} from '../client/index.ts';
import {type Change, watchObjects} from './watch-objects.ts';

/** What was seen of the pods that hold images, at every change of any of them. */
export interface Sightings {
  /** The most nodes at once that had a pod which was not Ready beside another: the nodes that pull in a rollout. */
  readonly mostSurging: number;
  /** Nodes that had a Ready pod and at some time later none: their images were let go. Each with what was seen of it. */
  readonly lost: readonly string[];
  /** Nodes that had a Ready pod when it ended. */
  readonly holding: readonly string[];
}

/** Watches holders. */
export interface HolderWatch {
  /** Leaves nodes out of what is told from now on: they are about to go, and nobody ends the pods on them. */
  forget(nodes: readonly string[]): void;
  /** Has each of these nodes a Ready pod? */
  areHolding(nodes: readonly string[]): boolean;
  /** Ends it. */
  end(): Promise<Sightings>;
}

/** Watches the pods of a namespace, all of them holders. */
export async function watchHolders(api: ApiClient, namespace: string): Promise<HolderWatch> {
  const nodes = new Map<string, Map<string, boolean>>();
  const forgotten = new Set<string>();
  const surging = new Set<string>();
  const held = new Set<string>();
  const lost = new Map<string, string>();
  let mostSurging = 0;

  const watch = await watchObjects<Pod>(api, `/api/v1/namespaces/${namespace}/pods`, change => {
    const node = change.object.spec?.nodeName;
    if (node === undefined || forgotten.has(node)) return;
    const pods = nodes.get(node) ?? new Map<string, boolean>();
    nodes.set(node, pods);
    // What is being deleted holds nothing that can be relied on.
    if (isLeaving(change)) pods.delete(change.object.metadata.uid);
    else pods.set(change.object.metadata.uid, isReady(change.object));

    const readiness = [...pods.values()];
    if (readiness.length > 1 && readiness.includes(false)) surging.add(node);
    else surging.delete(node);
    mostSurging = Math.max(mostSurging, surging.size);
    if (readiness.includes(true)) held.add(node);
    else if (held.delete(node)) lost.set(node, describe(change));
  });
  return {
    forget(names) {
      for (const name of names) {
        forgotten.add(name);
        for (const known of [surging, held, lost]) known.delete(name);
      }
    },
    areHolding: names => names.every(name => held.has(name)),
    async end() {
      await watch.stop();
      const stories = [...lost].map(
        async ([node, seen]) => `${node}: ${seen}; ${(await readNodeEvents(api, node)).join(', ')}`,
      );
      return {mostSurging, lost: await Promise.all(stories), holding: [...held].toSorted()};
    },
  };
}

const isLeaving = ({type, object}: Change<Pod>): boolean =>
  type === 'DELETED' || object.metadata.deletionTimestamp !== undefined;

const isReady = ({status}: Live<Pod>): boolean =>
  status?.conditions?.some(({type, status: value}) => type === 'Ready' && value === 'True') === true;

const describe = ({type, object: {metadata, status}}: Change<Pod>): string => {
  const ready = status?.conditions?.find(condition => condition.type === 'Ready');
  return `${type} ${metadata.name} ${metadata.deletionTimestamp ?? ''} ${JSON.stringify(ready)}`;
};

async function readNodeEvents(api: ApiClient, node: string): Promise<readonly string[]> {
  const {items} = await api.ask<EventList>('GET', `/api/v1/events?fieldSelector=involvedObject.name=${node}`);
  return items.map(({reason, lastTimestamp}) => `${reason} ${lastTimestamp}`);
}
