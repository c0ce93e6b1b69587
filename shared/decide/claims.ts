import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {buildOwnerReference, type Puller} from '../daemonset/index.ts';
import {isLaneOf} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';
import {findController, isConfigMap, isInherited, isManaged, isOwner} from './ownership.ts';

/** What a puller has to do with DaemonSets that are none of its lanes. */
export interface Claims {
  /** Its own, and those that passed to it, which no lane wants. */
  readonly leftovers: readonly Live<DaemonSet>[];
  /** Another puller's, and who is to be noted as their owners. */
  readonly notes: readonly ClaimNote[];
}

/** Owner references to be written; nothing else changes. */
export interface ClaimNote {
  readonly daemonSet: Live<DaemonSet>;
  readonly ownerReferences: readonly OwnerReference[];
}

/** What claims are assessed by. */
export interface ClaimFacts {
  readonly puller: Puller;
  readonly daemonSetName: string;
  /** The names that its lanes want. */
  readonly wanted: ReadonlySet<string>;
  readonly daemonSets: readonly Live<DaemonSet>[];
  /** The uid of the ConfigMap in whose hands main's name is; undefined where it is in no other puller's. */
  readonly holder: string | undefined;
  /** Of DaemonSets that others control: the uids of those that live. */
  readonly living: ReadonlySet<string>;
}

/**
 * Finds what passed to a puller and is not wanted, and what it waits for.
 *
 * A declaration that is replaced by another is often gone before the other one has its turn (a ConfigMap whose name has a hash
 * is made, then the old one is pruned), and Kubernetes deletes what has lost all of its owners. So whoever wants a name that
 * another puller has is noted as one more owner, without control, on all DaemonSets of that puller that go with the name: they
 * stay when the first owner goes, and pass on. Whoever doesn't want them any more is taken off.
 */
export function assessClaims(facts: ClaimFacts): Claims {
  const {puller, daemonSets, wanted} = facts;
  const live = daemonSets.filter(({metadata}) => metadata.deletionTimestamp === undefined).filter(isManaged);
  const leftovers = live.filter(
    daemonSet =>
      !wanted.has(daemonSet.metadata.name) &&
      (findController(daemonSet)?.uid === puller.uid || passes(daemonSet, facts)),
  );
  return {leftovers, notes: live.flatMap(daemonSet => noteClaim(daemonSet, facts) ?? [])};
}

/** Those that are to have a DaemonSet next, in the order in which they came. */
export const listHeirs = ({metadata}: DaemonSet): readonly OwnerReference[] =>
  metadata?.ownerReferences?.filter(owner => !owner.controller && isConfigMap(owner)) ?? [];

/** Is it to be looked at whether its controller lives? */
export const isClaimable = (
  daemonSet: Live<DaemonSet>,
  {puller, daemonSetName}: Pick<ClaimFacts, 'puller' | 'daemonSetName'>,
): boolean =>
  isManaged(daemonSet) &&
  findController(daemonSet)?.uid !== puller.uid &&
  (isLaneOf(daemonSetName, daemonSet.metadata.name) || isOwner(daemonSet, puller));

const passes = (daemonSet: Live<DaemonSet>, facts: ClaimFacts): boolean =>
  isClaimable(daemonSet, facts) &&
  isInherited(daemonSet, facts.puller, facts.living.has(findController(daemonSet)?.uid ?? ''));

function noteClaim(
  daemonSet: Live<DaemonSet>,
  {puller, daemonSetName, holder, living}: ClaimFacts,
): ClaimNote | undefined {
  const {uid} = findController(daemonSet) ?? {};
  if (uid === undefined || uid === puller.uid || !living.has(uid)) return undefined;
  const {name, ownerReferences = []} = daemonSet.metadata;
  const waits = uid === holder && isLaneOf(daemonSetName, name);
  if (waits === isOwner(daemonSet, puller)) return undefined;
  const others = ownerReferences.filter(owner => owner.uid !== puller.uid);
  const {controller: _none, ...next} = buildOwnerReference(puller);
  return {daemonSet, ownerReferences: waits ? [...others, next] : others};
}
