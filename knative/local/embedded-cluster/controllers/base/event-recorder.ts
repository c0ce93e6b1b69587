import type {ObjectReference} from 'kubernetes-types/core/v1';
import {type Store, type StoredObject, timestamp} from '../../store/index.ts';
import type {Clock} from './clock.ts';
import type {StoredEvent} from './objects.ts';

/** What happened to an object, as `kubectl describe` shows it. */
export interface Happening {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the object, such as `spec.containers{a}`. */
  readonly fieldPath?: string;
}

/** Writes Kubernetes Events; what happens again counts up the Event that is there. */
export type RecordEvent = (object: StoredObject, happening: Happening) => void;

/** Who reports: `kubelet` on a host, `daemonset-controller`, `default-scheduler`. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/** How many different happenings are remembered for counting, as in client-go's event cache. */
const remembered = 4096;

/** A recorder for one source. */
export function createEventRecorder(store: Store, clock: Clock, source: EventSource): RecordEvent {
  const names = new Map<string, string>();

  /** Real names end in the nanoseconds, in hexadecimal; two of one millisecond, of whatever source, are counted apart. */
  const findName = (of: string, namespace: string): string => {
    for (let sequence = 1n; ; sequence++) {
      const name = `${of}.${(BigInt(clock.now()) * 1_000_000n + sequence).toString(16)}`;
      if (store.get('Event', namespace, name) === undefined) return name;
    }
  };

  return (object, {type, reason, message, fieldPath}) => {
    const namespace = object.metadata.namespace ?? 'default';
    const now = timestamp(new Date(clock.now()));
    const key = [object.metadata.uid, type, reason, message, fieldPath].join('\n');
    const known = store.get<StoredEvent>('Event', namespace, names.get(key) ?? '');
    if (known !== undefined) {
      store.update({...known, count: (known.count ?? 1) + 1, lastTimestamp: now});
      return;
    }
    const name = findName(object.metadata.name, namespace);
    const event = store.create<StoredEvent>({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {name, namespace},
      involvedObject: buildReference(object, fieldPath),
      reason,
      message,
      type,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      source: {...source},
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    });
    if (names.size >= remembered) names.clear();
    names.set(key, event.metadata.name);
  };
}

function buildReference(object: StoredObject, fieldPath: string | undefined): ObjectReference {
  const {apiVersion, kind, metadata} = object;
  return {
    kind,
    ...(metadata.namespace !== undefined && {namespace: metadata.namespace}),
    name: metadata.name,
    uid: metadata.uid,
    apiVersion,
    resourceVersion: metadata.resourceVersion,
    ...(fieldPath !== undefined && {fieldPath}),
  };
}
