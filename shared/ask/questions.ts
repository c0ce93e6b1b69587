import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Event, Pod} from 'kubernetes-types/core/v1';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
import type {PriorityClass} from 'kubernetes-types/scheduling/v1';
import type {Platform} from '../daemonset/index.ts';
import type {SpecAnswer} from '../decide/index.ts';
import {hashJson} from '../hash/index.ts';
import type {NodesView, PodView} from '../health/index.ts';
import type {Live} from '../live/index.ts';
import type {Freed} from '../refusal/index.ts';

/** A DaemonSet and what is to be written over it. */
export interface Replacement {
  readonly desired: DaemonSet;
  readonly observed: Live<DaemonSet>;
}

/** What each question is about, by its name. */
export interface Subjects {
  /** Those labelled as ours. */
  readonly daemonSets: 'all';
  /** `after` as for a declaration. */
  readonly daemonSet: {readonly name: string; readonly after: number};
  /** `after` counts what was read before: a declaration that is read after its DaemonSets makes a stale writer conflict. */
  readonly declaration: {readonly name: string; readonly after: number};
  readonly nodes: 'all';
  readonly platform: 'all';
  readonly priorityClass: {readonly name: string};
  /** Is this owner, a ConfigMap, there, with that uid, and not being deleted? */
  readonly ownerLives: OwnerReference;
  /** Is there a ServiceAccount of this name? */
  readonly installationLives: {readonly serviceAccount: string};
  /** Would the API server change the spec? */
  readonly spec: Replacement;
  /** The pods that a DaemonSet controls; terminating ones are left out. */
  readonly pods: Live<DaemonSet>;
  /** What its pods give back when one of them goes. */
  readonly freed: Live<DaemonSet>;
  /** Why its controller could not make pods. */
  readonly failedCreates: Live<DaemonSet>;
  /** What kubelets say of a pod. */
  readonly podWarnings: Pick<PodView, 'uid'>;
  /** Pods labelled as scouts of a declaration, of at most so many images each. */
  readonly scouts: {readonly name: string; readonly images: number};
}

/** The name of a question. */
export type What = keyof Subjects;

/** How each is answered. `forbidden`: we have no right to know. */
export interface Answers {
  readonly daemonSets: readonly Live<DaemonSet>[];
  readonly daemonSet: Live<DaemonSet> | undefined;
  readonly declaration: Live<ConfigMap> | undefined;
  /** Undefined where we may not read nodes. */
  readonly nodes: NodesView | undefined;
  readonly platform: Platform;
  readonly priorityClass: Live<PriorityClass> | 'absent' | 'forbidden';
  readonly ownerLives: boolean;
  readonly installationLives: boolean;
  readonly spec: SpecAnswer;
  readonly pods: readonly PodView[];
  readonly freed: Freed;
  readonly failedCreates: readonly Event[] | 'forbidden';
  readonly podWarnings: readonly Event[] | 'forbidden';
  readonly scouts: readonly Live<Pod>[];
}

/** Something that only the cluster can say. The same question has the same key. */
export interface Question<W extends What = What> {
  readonly what: W;
  readonly about: Subjects[W];
  readonly key: string;
}

const keys: {readonly [W in What]: (about: Subjects[W]) => string} = {
  daemonSets: about => about,
  daemonSet: ({name, after}) => `${name} ${after}`,
  declaration: ({name, after}) => `${name} ${after}`,
  nodes: about => about,
  platform: about => about,
  priorityClass: ({name}) => name,
  ownerLives: ({name, uid}) => `${name} ${uid}`,
  installationLives: ({serviceAccount}) => serviceAccount,
  spec: ({desired, observed}) => `${observed.metadata.uid} ${hashJson(desired, 16)}`,
  pods: ({metadata}) => metadata.uid,
  freed: ({metadata}) => metadata.uid,
  failedCreates: ({metadata}) => metadata.uid,
  podWarnings: ({uid}) => uid,
  scouts: ({name}) => name,
};

export const buildQuestion = <W extends What>(what: W, about: Subjects[W]): Question<W> => ({
  what,
  about,
  key: keys[what](about),
});
