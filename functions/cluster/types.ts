import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Event, Node, Pod} from 'kubernetes-types/core/v1';
import type {ObjectMeta, OwnerReference} from 'kubernetes-types/meta/v1';
import type {PriorityClass} from 'kubernetes-types/scheduling/v1';

/** What a mutating request answered: the object, and the texts of its `Warning` headers. */
export interface Written<T extends {metadata?: object}> {
  readonly object: Live<T>;
  readonly warnings: readonly string[];
}

/** Where a delete or a patch must still find the object: another uid or version answers 409. */
export interface Precondition {
  readonly uid: string;
  readonly resourceVersion?: string;
}

/** A merge patch of an object's metadata. */
export interface MetadataPatch {
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

/** Which Events are listed. */
export type EventFilter = {readonly reason: string} | {readonly type: 'Warning'};

/** One change that a watch reports; `synced` after the objects that were there when it began. */
export type WatchEvent<T extends {metadata?: object}> =
  | {readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Live<T>}
  | {readonly type: 'SYNCED'};

/** What we read of a Knative Broker. */
export interface Broker {
  readonly metadata?: ObjectMeta;
  /** `url` is where events are sent to; absent until the Broker is ready for the first time. */
  readonly status?: {readonly address?: {readonly url?: string}};
}

/** What can be watched. */
export interface Watched {
  readonly configMaps: ConfigMap;
  readonly daemonSets: DaemonSet;
}

/** How long to watch, and who hears of what fails meanwhile. */
export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly onFailure: (error: Error) => void;
  /** Milliseconds by a clock that is never set; Node's by default. */
  readonly now?: () => number;
  /** Lets time pass before another try; ends early when `signal` aborts. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/**
 * The only door to the Kubernetes API, in one namespace. Every call has a deadline and a bound on what it reads. Reads
 * of something absent answer undefined; every other failure throws an `ApiError`, or what `signal` aborts with.
 */
export interface Cluster {
  /** The namespace of this installation: that of its ServiceAccount, or of the kubeconfig's context. */
  readonly namespace: string;

  readConfigMap(name: string): Promise<Live<ConfigMap> | undefined>;
  /** Those labelled as a puller's configuration. */
  listConfigMaps(): Promise<readonly Live<ConfigMap>[]>;
  /** Those that have that label, with whatever value: pullers, and those that may have been meant as one. */
  listLabelledConfigMaps(): Promise<readonly Live<ConfigMap>[]>;

  readDaemonSet(name: string): Promise<Live<DaemonSet> | undefined>;
  /** Those labelled as managed by us. */
  listDaemonSets(): Promise<readonly Live<DaemonSet>[]>;
  createDaemonSet(daemonSet: DaemonSet): Promise<Written<DaemonSet>>;
  /** PUT; the body's resourceVersion must be the stored one. With `dryRun` nothing is written. */
  replaceDaemonSet(daemonSet: DaemonSet, options?: {readonly dryRun: boolean}): Promise<Written<DaemonSet>>;
  /** Merge patch of metadata; null removes a key. Other keys, and everything outside metadata, stay as they are. */
  patchDaemonSet(name: string, precondition: Precondition, metadata: MetadataPatch): Promise<Written<DaemonSet>>;
  /** Background propagation. Answers false where it was gone already. */
  deleteDaemonSet(name: string, precondition: Precondition): Promise<boolean>;

  /** Page by page, so that memory does not grow with the cluster; `containers` is how many a pod has. */
  pagesOfPods(labels: Readonly<Record<string, string>>, containers: number): AsyncIterable<readonly Live<Pod>[]>;
  /** Throws a conflict where one of that name is there. */
  createPod(pod: Pod): Promise<void>;
  /** Answers false where it was gone already. */
  deletePod(name: string, precondition: Precondition): Promise<boolean>;
  /** Page by page. Throws a `forbidden` where we may not read nodes (the ClusterRole can be left out). */
  pagesOfNodes(): AsyncIterable<readonly Live<Node>[]>;

  /** Throws a `forbidden` where we may not (the ClusterRole can be left out). */
  readPriorityClass(name: string): Promise<Live<PriorityClass> | undefined>;

  /** The Events of one reason, or of one type, about the object of this uid: Kubernetes keeps them for an hour. */
  listEvents(uid: string, which: EventFilter): Promise<readonly Live<Event>[]>;
  readEvent(name: string): Promise<Live<Event> | undefined>;
  createEvent(event: Event): Promise<void>;
  patchEvent(name: string, patch: object): Promise<void>;

  /** A Knative Broker of our namespace. Throws a `forbidden` where we may not. */
  readBroker(name: string): Promise<Live<Broker> | undefined>;

  /** Is there an API group `route.openshift.io`? Asked once. */
  isOpenShift(): Promise<boolean>;
  /** Does this ServiceAccount of our namespace exist? */
  hasServiceAccount(name: string): Promise<boolean>;

  /**
   * Lists, then watches, and begins again by itself when the connection ends or the version has expired, until
   * `signal` aborts. A failure is reported and tried again with backoff.
   */
  watch<K extends keyof Watched>(
    what: K,
    onEvent: (event: WatchEvent<Watched[K]>) => void,
    options: WatchOptions,
  ): Promise<void>;

  /** The same cluster, with every request ended when `signal` aborts. */
  within(signal: AbortSignal): Cluster;
  /** Closes idle connections. */
  close(): void;
}
