import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {Problem, PullerConfig} from '../config/index.ts';
import type {Evicts, Puller} from '../daemonset/index.ts';
import type {Action, ClaimNote, Ownership} from '../decide/index.ts';
import type {IsolationNotes, Lane} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';

/** There is no such ConfigMap, or it is not labelled. */
export interface NoPuller {
  readonly is: 'none';
}

/** A puller whose configuration holds nothing that could be applied. */
export interface RejectedPuller {
  readonly is: 'rejected';
  readonly configMap: Live<ConfigMap>;
  readonly errors: readonly Problem[];
  /** What was wrong beside them; often it says why nothing usable is left. */
  readonly warnings: readonly Problem[];
  readonly daemonSets: readonly Live<DaemonSet>[];
  /** See `PlannedPuller`. */
  readonly claims: readonly ClaimNote[];
}

/** A puller with a usable configuration, as it was read. */
export interface ConfiguredPuller {
  readonly puller: Puller;
  readonly configMap: Live<ConfigMap>;
  readonly config: PullerConfig;
  readonly warnings: readonly Problem[];
  /** What is noted of images that fail. */
  readonly notes: IsolationNotes;
  /** Those labelled as ours, and whatever has a name that a lane wants. */
  readonly daemonSets: readonly Live<DaemonSet>[];
}

/** One lane: what is wanted, what has its name now, and what is to be done about it. */
export interface LanePlan {
  readonly lane: Lane;
  readonly observed: Live<DaemonSet> | undefined;
  readonly ownership: Ownership;
  readonly action: Action;
  /** The hash of the template that is wanted; undefined where it is not ours to write. */
  readonly template: string | undefined;
}

/** A lane that has a DaemonSet of ours. */
export interface OwnLane extends LanePlan {
  readonly observed: Live<DaemonSet>;
}

export const isOurs = (plan: LanePlan): plan is OwnLane => plan.observed !== undefined && plan.ownership.is === 'Ours';

/** A puller with what is to be done about each of its lanes. */
export interface PlannedPuller extends ConfiguredPuller {
  readonly is: 'planned';
  /** Whether pods of its priority class evict others. */
  readonly evicts: Evicts;
  /** Main is the first. */
  readonly lanes: readonly LanePlan[];
  /** DaemonSets of this puller that no lane wants any more: it was renamed, or an image left its own. */
  readonly leftovers: readonly Live<DaemonSet>[];
  /** Another puller's, on which it is to be noted that this one is to have them next, or not any more. */
  readonly claims: readonly ClaimNote[];
}

/** A puller as it was found. */
export type FoundPuller = NoPuller | RejectedPuller | PlannedPuller;

/** Finds a DaemonSet by name among those that were read. */
export const findByName = (daemonSets: readonly Live<DaemonSet>[], name: string): Live<DaemonSet> | undefined =>
  daemonSets.find(({metadata}) => metadata.name === name);
