import {isDeepStrictEqual} from 'node:util';
import {requestDelete, type Store} from '../../store/index.ts';
import type {Backoff, Clock, RecordEvent, StoredDaemonSet, StoredNode, StoredPod} from '../base/index.ts';
import type {View} from './assess-node.ts';
import {assessStatus} from './assess-status.ts';
import {buildControllerReference, buildPod} from './build-pod.ts';
import {claimPods} from './claim-pods.ts';
import {burst, type Decision, decidePods} from './decide-pods.ts';
import {decideRollingUpdate} from './decide-rolling-update.ts';
import {hashTemplate} from './template-hash.ts';

/** What a look at a DaemonSet may use. */
export interface Tools {
  readonly store: Store;
  readonly clock: Clock;
  readonly record: RecordEvent;
  readonly backoff: Backoff;
}

/** One look at one DaemonSet: claim, decide, write, tell. Returns after how many milliseconds it wants another. */
export function syncDaemonSet(daemonSet: StoredDaemonSet, tools: Tools): number | undefined {
  const hash = hashTemplate(daemonSet.spec.template);
  const {decision, retryAfter} = decide(readView(daemonSet, hash, tools), tools);
  perform(daemonSet, hash, decision, tools);
  const after = readView(daemonSet, hash, tools);
  writeStatus(after, tools.store);
  const {numberReady, numberAvailable = 0} = assessStatus(after);
  const ripening = numberReady > numberAvailable ? (daemonSet.spec.minReadySeconds ?? 0) * 1000 : undefined;
  return retryAfter ?? ripening;
}

/** Reads what the DaemonSet sees, and settles on the way which pods are its own. */
function readView(daemonSet: StoredDaemonSet, hash: string, {store, clock}: Tools): View {
  const claim = claimPods(daemonSet, store.list<StoredPod>('Pod', daemonSet.metadata.namespace));
  const adopted = claim.adopt.map(pod => {
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), buildControllerReference(daemonSet)];
    return store.update<StoredPod>({...pod, metadata: {...pod.metadata, ownerReferences}});
  });
  for (const pod of claim.release) {
    const ownerReferences = (pod.metadata.ownerReferences ?? []).filter(({uid}) => uid !== daemonSet.metadata.uid);
    store.update<StoredPod>({...pod, metadata: {...pod.metadata, ownerReferences}});
  }
  const pods = [...claim.own, ...adopted];
  return {daemonSet, hash, nodes: store.list<StoredNode>('Node'), pods, now: clock.now()};
}

function decide(view: View, {record, backoff}: Tools): {decision: Decision; retryAfter: number | undefined} {
  const {daemonSet, now} = view;
  const pods = decidePods(view);
  const due: StoredPod[] = [];
  const delays: number[] = [];
  for (const {pod, node} of pods.failed) {
    const key = `${daemonSet.metadata.uid}/${daemonSet.status?.observedGeneration}/${node}`;
    const delay = backoff.remaining(key, now);
    if (delay > 0) {
      delays.push(delay);
    } else {
      backoff.fail(key, now);
      due.push(pod);
      const {namespace, name} = pod.metadata;
      const message = `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it`;
      record(daemonSet, {type: 'Warning', reason: 'FailedDaemonPod', message});
    }
  }
  const decision = {create: pods.create, delete: [...pods.delete, ...due, ...pods.succeeded]};
  const retryAfter = delays.length === 0 ? undefined : Math.min(...delays);
  // As in Kubernetes, an update goes on only when there was nothing else to do.
  const idle = decision.create.length === 0 && decision.delete.length === 0;
  const rolls = daemonSet.spec.updateStrategy?.type === 'RollingUpdate';
  return {decision: idle && rolls ? decideRollingUpdate(view) : decision, retryAfter};
}

function perform(daemonSet: StoredDaemonSet, hash: string, decision: Decision, {store, clock, record}: Tools): void {
  for (const node of decision.create.slice(0, burst)) {
    const {metadata} = store.create<StoredPod>(buildPod(daemonSet, hash, node));
    record(daemonSet, {type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${metadata.name}`});
  }
  for (const {metadata} of decision.delete.slice(0, burst)) {
    const {namespace, name} = metadata;
    requestDelete(store, {kind: 'Pod', namespace, name}, new Date(clock.now()));
    record(daemonSet, {type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}`});
  }
}

function writeStatus(view: View, store: Store): void {
  const {namespace, name} = view.daemonSet.metadata;
  const stored = store.get<StoredDaemonSet>('DaemonSet', namespace, name);
  if (stored === undefined) return;
  const status = assessStatus(view);
  if (!isDeepStrictEqual(stored.status, status)) store.update<StoredDaemonSet>({...stored, status});
}
