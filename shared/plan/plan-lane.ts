import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {type Asking, ask, askBoth} from '../ask/index.ts';
import type {PullerConfig} from '../config/index.ts';
import {
  assessEviction,
  buildDaemonSet,
  carryOver,
  type Evicts,
  findClassInQuestion,
  hashTemplate,
  type Installation,
  type Puller,
  parseSurge,
} from '../daemonset/index.ts';
import {
  assessOwnership,
  decideByOwnership,
  decideStart,
  decideWrite,
  findController,
  findOtherInstallation,
  isConfigMap,
  isInherited,
  matchesRecord,
  type Ownership,
  type SpecAnswer,
} from '../decide/index.ts';
import type {Lane} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';
import {annotations} from '../names/index.ts';
import {askOtherLives} from './owners.ts';
import {type ConfiguredPuller, findByName, type LanePlan} from './puller.ts';
import type {Setting} from './setting.ts';

/**
 * Decides what is to be done about one lane.
 *
 * @param isPaced whether its rollout is paced by us (see `decidePace`)
 */
export function* planLane(
  {puller, config, daemonSets}: ConfiguredPuller,
  lane: Lane,
  {installation, now}: Setting,
  isPaced = false,
): Asking<LanePlan> {
  const observed = findByName(daemonSets, lane.name);
  const ownership = yield* askOwnership(observed, puller, installation);
  const refused = decideByOwnership(lane.name, ownership);
  if (refused !== undefined) return {lane, observed, ownership, action: refused, template: undefined};

  const [platform, [evicts, nodes]] = yield* askBoth(
    ask('platform', 'all'),
    askBoth(askEviction(config), askNodeCount(lane, observed)),
  );
  const noted = observed?.metadata.annotations ?? {};
  const built = buildDaemonSet({
    puller,
    config,
    lane,
    platform,
    installation,
    selector: observed?.spec?.selector.matchLabels,
    start: decideStart({lane, config, observed, nodes, now}),
    refreshToken: noted[annotations.refreshToken],
    evicts,
    surge: parseSurge(noted[annotations.surge]),
    isPaced,
    adoptedAt: ownership.is === 'Adoptable' ? now.toISOString() : noted[annotations.adoptedAt],
  });
  const spec = observed === undefined ? undefined : yield* askSpec(carryOver(built, observed), observed);
  const action = decideWrite(built, observed, spec, now);
  return {lane, observed, ownership, action, template: hashTemplate(built.spec?.template)};
}

/** Whose is it? Of its owners only those are asked for on whom it depends. */
function* askOwnership(
  daemonSet: Live<DaemonSet> | undefined,
  puller: Puller,
  installation: Installation,
): Asking<Ownership> {
  const neither = {otherConfigMapLives: false, otherInstallationLives: false};
  if (daemonSet === undefined || daemonSet.metadata.deletionTimestamp !== undefined)
    return assessOwnership(daemonSet, puller, installation, neither);
  const otherConfigMapLives = yield* askOtherLives(daemonSet, puller);
  const controller = findController(daemonSet);
  const isOurs = controller !== undefined && isConfigMap(controller) && controller.uid === puller.uid;
  const isToBeOurs = isOurs || isInherited(daemonSet, puller, otherConfigMapLives);
  const otherInstallationLives = isToBeOurs && (yield* askInstallationLives(daemonSet, installation));
  return assessOwnership(daemonSet, puller, installation, {otherConfigMapLives, otherInstallationLives});
}

const inCluster = 'serviceaccount/';

/** Only an installation in the cluster can be asked for; one on somebody's machine ends with its terminal. */
function* askInstallationLives(daemonSet: DaemonSet, installation: Installation): Asking<boolean> {
  const other = findOtherInstallation(daemonSet, installation);
  if (!other?.startsWith(inCluster) || other.length === inCluster.length) return false;
  return yield* ask('installationLives', {serviceAccount: other.slice(inCluster.length)});
}

/**
 * Do pods of a configuration evict others? Where we may not read priority classes (the ClusterRole can be left out) it is unknown,
 * and nobody need be told: then it is as if they did.
 */
export function* askEviction(config: Pick<PullerConfig, 'priorityClassName'>): Asking<Evicts> {
  const name = findClassInQuestion(config);
  if (name === undefined) return assessEviction(config, undefined);
  const found = yield* ask('priorityClass', {name});
  return found === 'forbidden' ? 'unknown' : assessEviction(config, found === 'absent' ? undefined : found);
}

/** How many nodes could run its pods: that counts for a DaemonSet that is yet to be made, and may begin with its images. */
function* askNodeCount({role, isHeldBack}: Lane, observed: DaemonSet | undefined): Asking<number | undefined> {
  if (observed !== undefined || role === 'bridge' || isHeldBack) return undefined;
  return (yield* ask('nodes', 'all'))?.ready.size;
}

/** Would the API server change the spec? Our own record on the object spares the question. */
function* askSpec(desired: DaemonSet, observed: Live<DaemonSet>): Asking<SpecAnswer> {
  return matchesRecord(desired, observed) ? {from: 'record'} : yield* ask('spec', {desired, observed});
}
