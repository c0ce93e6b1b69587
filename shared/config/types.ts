import type {Affinity, Toleration} from 'kubernetes-types/core/v1';

/** One entry of `IMAGES`. */
export interface NamedImage {
  /** The container's name: a DNS label, unique within the list. */
  readonly name: string;
  /** The image reference as written. */
  readonly image: string;
}

/** When holders ask the registry again for the tags they hold. */
export type RefreshPolicy = 'digest' | 'always' | 'never';

/** What a ConfigMap says, complete: every key has its value or its default. What a user wrote is `Record<string, string>`. */
export interface PullerConfig {
  /** At least one, in the order of `IMAGES`. */
  readonly images: readonly NamedImage[];
  readonly cachingIntervalHours: number;
  /** Quantities as written (`.2`, `20Mi`), valid, requests not over limits. */
  readonly resources: {
    readonly requests: {readonly cpu: string; readonly memory: string};
    readonly limits: {readonly cpu: string; readonly memory: string};
  };
  readonly daemonSetName: string;
  readonly daemonSetAnnotations: Readonly<Record<string, string>>;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Undefined where `AFFINITY` is unset or `{}`. */
  readonly affinity: Affinity | undefined;
  readonly tolerations: readonly Toleration[];
  readonly imagePullSecrets: readonly string[];
  /** `KIP_IMAGE`: an image with a shell that brings its own sleep, or undefined for {@link sleepImage}. */
  readonly kipImage: string | undefined;
  readonly sleepImage: string;
  readonly refreshPolicy: RefreshPolicy;
  /** A number of nodes, or a percentage such as `10%`; never zero. */
  readonly rolloutMaxNodes: number | string;
  readonly priorityClassName: string | undefined;
  /** Beside our own; none of them is a reserved one (see `names/reserved.ts`). */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly podServiceAccountName: string | undefined;
  readonly podRuntimeClassName: string | undefined;
}

/** What the defaults of some keys come from: where the ConfigMap is, and which release reads it. */
export interface ConfigDefaults {
  /** The ConfigMap's own namespace: the only one its DaemonSet may be in. */
  readonly namespace: string;
  /** The release's sleep image, by digest. */
  readonly sleepImage: string;
}

/** Something wrong in one value: where in it, what is wrong, and what would be right. */
export interface Finding {
  /** Where in the value: `line 1, column 2` for syntax, `entry 3` or `nodeAffinity.foo[0]` for meaning; none for the whole. */
  readonly where?: string;
  /** What is wrong, such as `"much" is not a quantity`. */
  readonly wrong: string;
  /** What would be right, such as `write cores or millicores such as .2 or 200m`. */
  readonly allowed: string;
}

/** Something wrong in a ConfigMap: a {@link Finding} and the key it is about. */
export interface Problem extends Finding {
  /** The ConfigMap key, such as `IMAGES`. */
  readonly key: string;
}

/** What a text says, with what was wrong but did no harm; or all the reasons why it says nothing. */
export type Parsed<T, P = Finding> =
  | {readonly value: T; readonly warnings: readonly P[]}
  | {readonly errors: readonly P[]; readonly warnings: readonly P[]};

/** A configuration that holds, with what was wrong but did no harm; or all the reasons why there is none. */
export type ParsedConfig =
  | {readonly config: PullerConfig; readonly warnings: readonly Problem[]}
  | {readonly errors: readonly Problem[]; readonly warnings: readonly Problem[]};
