/** How a container ended. Times are milliseconds since the epoch. */
interface ContainerEnd {
  readonly at: number;
  readonly exitCode: number;
  readonly reason: 'Completed' | 'Error' | 'StartError';
  readonly message?: string;
}

/** One run of a container: what the runtime knows of it. */
export interface ContainerRun {
  /** `containerd://` and 64 hex digits. */
  readonly id: string;
  readonly image: string;
  readonly imageId: string;
  /** 0 where it was created and never started, as the runtime reports it. */
  readonly startedAt: number;
  /** How many runs came before it. */
  readonly restartCount: number;
  readonly end?: ContainerEnd;
}

/** What the kubelet knows of a container. */
export interface ContainerRecord {
  /** The latest run. */
  readonly run?: ContainerRun;
  /** The one before. */
  readonly previous?: ContainerRun;
  /** Why there is no (further) run: an image that can't be had, a backoff. */
  readonly waiting?: {readonly reason: string; readonly message: string};
}

/** What the kubelet knows of a pod. Lives as long as the pod; nothing of it is read back from the API. */
export interface PodRuntime {
  readonly uid: string;
  readonly startTime: number;
  /** Undefined until there is a sandbox. */
  podIp: string | undefined;
  /** By container name; the names of init containers and containers are distinct. */
  readonly containers: Map<string, ContainerRecord>;
  /** Why the whole pod failed: refused by its node, or past its deadline. */
  failure: {readonly reason: string; readonly message: string} | undefined;
}

export function createPodRuntime(uid: string, now: number): PodRuntime {
  return {uid, startTime: now, podIp: undefined, containers: new Map(), failure: undefined};
}

/** Whether a container runs at this moment. */
export function isRunning(record: ContainerRecord | undefined): boolean {
  return record?.run !== undefined && record.run.end === undefined;
}

/** Whether an init container has done its work. */
export function isCompleted(record: ContainerRecord | undefined): boolean {
  return record?.run?.end?.exitCode === 0;
}

/** Ends what runs of a pod, with the exit code of SIGKILL. */
export function killContainers(runtime: PodRuntime, now: number): void {
  for (const [name, record] of runtime.containers) {
    if (record.run === undefined || !isRunning(record)) continue;
    runtime.containers.set(name, {...record, run: {...record.run, end: {at: now, exitCode: 137, reason: 'Error'}}});
  }
}
