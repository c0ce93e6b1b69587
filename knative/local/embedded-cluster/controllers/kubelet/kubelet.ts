import {createBackoff, createEventRecorder, isTerminal, type StoredNode, type StoredPod} from '../base/index.ts';
import {assessRoom, sumUse, unused} from '../scheduling/index.ts';
import {createBell} from './bell.ts';
import {createImageManager} from './image-manager.ts';
import type {KubeletTools} from './options.ts';
import {createPodRuntime, killContainers, type PodRuntime} from './pod-runtime.ts';
import {endPod, type PodWorkerTools, runPod, writeStatus} from './pod-worker.ts';
import type {Pull} from './pull-tracker.ts';

/** The kubelet of one node. */
export interface Kubelet {
  /** Looks at a pod of its node that is new or changed. */
  see(pod: StoredPod): void;
  /** Forgets a pod that is gone. */
  forget(pod: StoredPod): void;
  /** Stops doing and telling anything, as when the machine is off the network. Containers run on; pulls are lost. */
  pause(): void;
  /** Goes on with the pods it had, and those given to it meanwhile. */
  resume(): void;
  /** Ends all that it does. */
  stop(): void;
  pulls(): readonly Pull[];
}

interface Entry extends PodWorkerTools {
  pod: StoredPod;
  /** Aborted when the worker is to stop; undefined while there is none. */
  worker: {readonly abort: AbortController; readonly job: 'run' | 'end'} | undefined;
}

/** A kubelet that runs what the store says is on its node. `changed`: a pull began or ended. */
export function createKubelet(given: Omit<KubeletTools, 'record'>, changed: () => void): Kubelet {
  const {store, clock, node} = given;
  const record = createEventRecorder(store, clock, {component: 'kubelet', host: node.name});
  const tools: KubeletTools = {...given, record};
  const imageManager = createImageManager(tools, changed);
  const restarts = createBackoff(tools.options.restartBackoff);
  const entries = new Map<string, Entry>();
  let paused = false;

  const admit = (pod: StoredPod): Entry => {
    const runtime = createPodRuntime(pod.metadata.uid, clock.now());
    runtime.failure = assessAdmission(pod);
    const entry = {pod, tools, runtime, restarts, imageManager, bell: createBell(clock), worker: undefined};
    entries.set(pod.metadata.uid, entry);
    return entry;
  };

  /** A pod bound by the scheduler has room; one that was put on the node by its name may not. */
  const assessAdmission = (pod: StoredPod): PodRuntime['failure'] => {
    const self = store.get<StoredNode>('Node', undefined, node.name);
    if (self === undefined) return undefined;
    const others = [...entries.values()].filter(({runtime}) => runtime.failure === undefined).map(entry => entry.pod);
    const misfit = assessRoom(pod, self, sumUse(others).get(node.name) ?? unused);
    const [reason] = misfit?.reasons ?? [];
    if (reason === undefined) return undefined;
    const resource = reason === 'Too many pods' ? 'pods' : reason.replace('Insufficient ', '');
    return {
      reason: `OutOf${resource}`,
      message: `Pod was rejected: Node didn't have enough resource: ${resource}`,
    };
  };

  const work = (entry: Entry, job: 'run' | 'end'): void => {
    if (entry.worker?.job === job) return;
    entry.worker?.abort.abort();
    const abort = new AbortController();
    entry.worker = {abort, job};
    const done = job === 'run' ? runPod(entry.pod, entry, abort.signal) : endPod(entry.pod, entry, abort.signal);
    done.catch(error => {
      if (!abort.signal.aborted) throw error;
    });
  };

  /** The pod has ended: by itself, or because someone wrote so into its status. */
  const end = ({worker, runtime}: Entry): void => {
    worker?.abort.abort();
    killContainers(runtime, clock.now());
  };

  const see = (pod: StoredPod): void => {
    const known = entries.get(pod.metadata.uid);
    const entry = known ?? admit(pod);
    entry.pod = pod;
    if (paused) return;
    if (pod.metadata.deletionTimestamp !== undefined) work(entry, 'end');
    else if (isTerminal(pod)) end(entry);
    else if (entry.runtime.failure !== undefined) writeStatus(pod, entry);
    else work(entry, 'run');
  };

  const halt = (): void => {
    for (const entry of entries.values()) {
      entry.worker?.abort.abort();
      entry.worker = undefined;
    }
  };

  return {
    see,
    forget({metadata}) {
      entries.get(metadata.uid)?.worker?.abort.abort();
      entries.delete(metadata.uid);
    },
    pause() {
      paused = true;
      halt();
    },
    resume() {
      paused = false;
      for (const {pod} of [...entries.values()]) see(pod);
    },
    stop: halt,
    pulls: () => imageManager.pulls(),
  };
}
