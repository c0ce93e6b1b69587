import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ObjectMeta, OwnerReference} from 'kubernetes-types/meta/v1';
import {buildFormerSelector, buildSelector, type Installation, type Labels, type Puller} from '../daemonset/index.ts';
import {annotations, goPullerSelector, initContainerName, managedByLabel} from '../names/index.ts';

/** Whose the DaemonSet is that has the name a puller wants. */
export type Ownership =
  /** There is none. */
  | {readonly is: 'Absent'}
  /** Controlled by this puller's ConfigMap. */
  | {readonly is: 'Ours'}
  /** Nobody's: a Go puller made it, or we did and let it go. It is adopted with its selector. */
  | {readonly is: 'Adoptable'; readonly from: 'Go puller' | 'released'}
  /**
   * Of a puller whose ConfigMap is gone, is going, or was made anew: it passes to this one as it is, pods and all. `from` names
   * that ConfigMap, if it is still there to be read.
   */
  | {readonly is: 'Inherited'; readonly from: string | undefined}
  /** Being deleted: its name is free in a moment, and then it rings. */
  | {readonly is: 'Deleting'}
  /** Another puller's, of the ConfigMap `by`. It is left alone, but for a note that this puller is to have it next. */
  | {readonly is: 'Taken'; readonly by: string}
  /** Somebody else's. It is left alone; `whose` says whose it is and what to do. */
  | {readonly is: 'Foreign'; readonly whose: string};

/** What only the cluster can say of the owners named on a DaemonSet. */
export interface OwnerFacts {
  /** Is the ConfigMap that controls it there, with that uid, and not being deleted? Asked only where it is not the puller's own. */
  readonly otherConfigMapLives: boolean;
  /** Is the installation that wrote it last, if another one, still there? */
  readonly otherInstallationLives: boolean;
}

/** The owner that controls an object; Kubernetes allows one. */
export const findController = (object: {readonly metadata?: ObjectMeta}): OwnerReference | undefined =>
  object.metadata?.ownerReferences?.find(({controller}) => controller === true);

/** Is this owner a ConfigMap, and not some other API's kind of that name? */
export const isConfigMap = ({apiVersion, kind}: OwnerReference): boolean => apiVersion === 'v1' && kind === 'ConfigMap';

/** The installation that wrote a DaemonSet last, where it is not this one. */
export function findOtherInstallation(daemonSet: DaemonSet, installation: Installation): string | undefined {
  const id = daemonSet.metadata?.annotations?.[annotations.installation];
  return id === installation.id ? undefined : id;
}

/** Managed by us: what lacks the label is never deleted. */
export const isManaged = (daemonSet: DaemonSet): boolean =>
  daemonSet.metadata?.labels?.[managedByLabel.key] === managedByLabel.value;

/** Does a DaemonSet name this puller among its owners, in control or next in line? */
export const isOwner = ({metadata}: DaemonSet, {uid}: Pick<Puller, 'uid'>): boolean =>
  metadata?.ownerReferences?.some(owner => isConfigMap(owner) && owner.uid === uid) === true;

/**
 * Does a DaemonSet of ours pass to this puller? Where nobody controls it any more, Kubernetes has taken the ConfigMap that did
 * off it, and it passes to those that were noted on it before.
 */
export function isInherited(daemonSet: DaemonSet, puller: Puller, otherConfigMapLives: boolean): boolean {
  if (!isManaged(daemonSet)) return false;
  const controller = findController(daemonSet);
  if (controller === undefined) return isOwner(daemonSet, puller);
  return isConfigMap(controller) && controller.uid !== puller.uid && !otherConfigMapLives;
}

/**
 * Decides whose a DaemonSet is, in the one place where that is decided. The order matters: what is going is nobody's to
 * change, and a puller that another live installation writes is not fought over even where the ConfigMap is the same.
 */
export function assessOwnership(
  daemonSet: DaemonSet | undefined,
  puller: Puller,
  installation: Installation,
  facts: OwnerFacts,
): Ownership {
  if (daemonSet === undefined) return {is: 'Absent'};
  if (daemonSet.metadata?.deletionTimestamp !== undefined) return {is: 'Deleting'};

  const controller = findController(daemonSet);
  const isOurs = controller !== undefined && isConfigMap(controller) && controller.uid === puller.uid;
  const isHeir = isInherited(daemonSet, puller, facts.otherConfigMapLives);
  const other = findOtherInstallation(daemonSet, installation);
  if ((isOurs || isHeir) && other !== undefined && facts.otherInstallationLives) {
    return {is: 'Foreign', whose: `is written by another installation, ${other}: remove one of the two installations`};
  }
  if (isOurs) return {is: 'Ours'};
  if (isHeir) return {is: 'Inherited', from: controller?.name};

  if (controller !== undefined && isConfigMap(controller) && isManaged(daemonSet)) {
    return {is: 'Taken', by: controller.name};
  }
  if (controller !== undefined) {
    return {
      is: 'Foreign',
      whose: `is controlled by the ${controller.kind} ${controller.name}: choose another DAEMONSET_NAME`,
    };
  }
  if (isGoPullers(daemonSet)) return {is: 'Adoptable', from: 'Go puller'};
  if (isReleased(daemonSet)) return {is: 'Adoptable', from: 'released'};
  return {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'};
}

/** Its selector is exactly the Go puller's, and it has the init container that only image pullers have. */
const isGoPullers = (daemonSet: DaemonSet): boolean =>
  selects(daemonSet, goPullerSelector) && hasInitContainer(daemonSet);

/** What is left when a ConfigMap was unlabelled: a selector of ours, for this very name, without an owner. */
function isReleased(daemonSet: DaemonSet): boolean {
  const name = daemonSet.metadata?.name ?? '';
  const selectors = [buildSelector(name), buildFormerSelector(name)];
  return selectors.some(selector => selects(daemonSet, selector)) && hasInitContainer(daemonSet);
}

const hasInitContainer = (daemonSet: DaemonSet): boolean =>
  daemonSet.spec?.template.spec?.initContainers?.some(({name}) => name === initContainerName) === true;

function selects(daemonSet: DaemonSet, labels: Labels): boolean {
  const {matchLabels = {}, matchExpressions = []} = daemonSet.spec?.selector ?? {};
  const keys = Object.keys(labels);
  return (
    matchExpressions.length === 0 &&
    Object.keys(matchLabels).length === keys.length &&
    keys.every(key => matchLabels[key] === labels[key])
  );
}
