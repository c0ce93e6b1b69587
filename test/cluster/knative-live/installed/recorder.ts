import {readFileSync} from 'node:fs';
import type {Pod} from 'kubernetes-types/core/v1';
import {readMemory} from '../../node/index.ts';
import type {Scope} from '../../start.ts';
import type {LiveKnative} from '../start.ts';

/** What one pod of a function has taken and said. */
export interface Instance {
  /** Of its Service: `image-puller-apply`. */
  readonly service: string;
  readonly pod: string;
  /** Of the function's own container, in seconds of one CPU. */
  cpu: number;
  /** The most that was seen of the function's container, and of Knative's beside it, in bytes. */
  memory: number;
  proxyMemory: number;
  log: readonly string[];
  /** When it was first and last seen, in milliseconds since 1970. */
  readonly from: number;
  to: number;
}

/** Looks that go on. */
export interface Recording {
  /** What was seen so far, oldest first. */
  instances(): readonly Instance[];
}

/** From one look to the next, in milliseconds: shorter than the kubelet keeps the log of a pod that has ended. */
const every = 300;

/** Ticks of a second that the kernel counts a process's time in: on Linux it is 100 whatever the machine (`USER_HZ`). */
const ticks = 100;

/** Records the functions of a namespace until the test ends: what they say is gone with their pods. */
export function recordFunctions(t: Scope, live: LiveKnative, namespace: string): Recording {
  const instances = new Map<string, Instance>();
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    // The API server may be away for a moment: the next look sees as much.
    const pods = await live.readPods(namespace).catch(() => []);
    for (const pod of pods) await note(pod);
    isLooking = false;
  };
  const note = async (pod: Pod) => {
    const {name = '', uid = '', labels} = pod.metadata ?? {};
    const service = labels?.['serving.knative.dev/service'];
    if (service === undefined) return;
    const now = Date.now();
    const instance = instances.get(uid) ?? {
      service,
      pod: name,
      cpu: 0,
      memory: 0,
      proxyMemory: 0,
      log: [],
      from: now,
      to: now,
    };
    instances.set(uid, instance);
    instance.to = now;
    const log = await live.readLog(pod);
    if (log.length >= instance.log.length) instance.log = log;
    measure(uid, instance);
  };
  const measure = (uid: string, instance: Instance) => {
    for (const container of live.node.readContainers().filter(({podUid}) => podUid === uid)) {
      try {
        const {charged} = readMemory(container);
        if (container.name === 'queue-proxy') instance.proxyMemory = Math.max(instance.proxyMemory, charged);
        else {
          instance.memory = Math.max(instance.memory, charged);
          instance.cpu = Math.max(instance.cpu, readCpu(container.pid));
        }
      } catch {
        // It ended between the look and the reading.
      }
    }
  };
  const timer = setInterval(look, every);
  t.teardown(() => clearInterval(timer));
  return {instances: () => [...instances.values()]};
}

/** The time of a CPU that a process has had, all its threads together, in seconds (proc_pid_stat(5), fields 14 and 15). */
function readCpu(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = rest.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) / ticks;
}
