import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {listChildren, listProcesses, readText} from './cgroups.ts';

/** A container that runs: it was started, and its process is there. */
export interface RunningContainer {
  readonly id: string;
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly name: string;
  /** As containerd knows it, with tag or digest: where two names mean the same image, any of them. */
  readonly image: string;
  /** Its first process, by its number in the sandbox. */
  readonly pid: number;
  /** The directory of its cgroup that counts memory. */
  readonly cgroup: string;
}

type Identity = Pick<RunningContainer, 'namespace' | 'pod' | 'podUid' | 'name' | 'image'>;

/** Where containerd and runc note what they have made. */
export interface RuntimeState {
  /** A directory for each container there is, by its id: the bundle that runc was given. */
  readonly bundles: string;
  /** The same, of runc's own: with a fifo in it until the container is started. */
  readonly runc: string;
}

/**
 * Makes a reader of the containers that run on a node at this moment, pause containers left out.
 *
 * It asks the kernel: which cgroups the kubelet's pods have, and whether a process is alive in there. That is earlier and
 * later than anybody tells it (a status is written when the kubelet has looked), needs no client of containerd, and takes
 * about a millisecond for ten containers. Which container of which pod a cgroup is, containerd has written into the bundle
 * that it gave to runc. A process is there before its container is started: it waits for somebody to open a fifo. Whether
 * it has become the pod's command since does not matter: on a busy node that may take a while, and nothing can stop it.
 */
export function createContainerReader(cgroup: string, state: RuntimeState): () => readonly RunningContainer[] {
  const identities = new Map<string, Identity | 'pause'>();
  const identify = (id: string): Identity | 'pause' | undefined => {
    const known = identities.get(id);
    if (known !== undefined) return known;
    if (existsSync(join(state.runc, id, 'exec.fifo'))) return undefined;
    const found = parseBundle(readText(join(state.bundles, id, 'config.json')));
    if (found !== undefined) identities.set(id, found);
    return found;
  };
  return () =>
    listPods(cgroup).flatMap(pod =>
      listChildren(pod).flatMap((id): RunningContainer[] => {
        const identity = identify(id);
        if (identity === undefined || identity === 'pause') return [];
        const place = join(pod, id);
        const pid = listProcesses(place).find(isAlive);
        return pid === undefined ? [] : [{id, ...identity, pid, cgroup: place}];
      }),
    );
}

/** Guaranteed pods are right below, the others one further, by their quality of service. */
function listPods(cgroup: string): readonly string[] {
  const pods = join(cgroup, 'kubepods');
  const below = (directory: string) =>
    listChildren(directory).flatMap(name => (name.startsWith('pod') ? join(directory, name) : []));
  return [pods, join(pods, 'burstable'), join(pods, 'besteffort')].flatMap(below);
}

/** One that has ended and that nobody has waited for yet has no command line any more. */
const isAlive = (pid: number): boolean => readText(`/proc/${pid}/cmdline`) !== '';

const prefix = 'io.kubernetes.cri.';

/** By the annotations that containerd's CRI plugin puts into the OCI runtime's config.json. */
function parseBundle(text: string): Identity | 'pause' | undefined {
  if (text === '') return undefined;
  const {annotations}: {readonly annotations: Readonly<Record<string, string>>} = JSON.parse(text);
  if (annotations[`${prefix}container-type`] === 'sandbox') return 'pause';
  return {
    namespace: annotations[`${prefix}sandbox-namespace`] ?? '',
    pod: annotations[`${prefix}sandbox-name`] ?? '',
    podUid: annotations[`${prefix}sandbox-uid`] ?? '',
    name: annotations[`${prefix}container-name`] ?? '',
    image: annotations[`${prefix}image-name`] ?? '',
  };
}
