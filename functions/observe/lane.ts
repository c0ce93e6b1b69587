import type {PullerConfig} from '@image-puller/shared/config';
import {
  buildDaemonSet,
  carryOver,
  type Evicts,
  hashTemplate,
  type Puller,
  parseSurge,
} from '@image-puller/shared/daemonset';
import {
  type Action,
  assessOwnership,
  decideAction,
  decideStart,
  findController,
  findOtherInstallation,
  matchesRecord,
  type Ownership,
  type SpecAnswer,
} from '@image-puller/shared/decide';
import type {Lane} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {ApiError, listReasons} from '../cluster/index.ts';
import type {Context} from '../step.ts';
import {readNodes} from './nodes.ts';
import {ownerLives} from './pullers.ts';

/** One lane: what is wanted, what has its name now, and what is to be done about it. */
export interface LanePlan {
  readonly lane: Lane;
  readonly observed: Live<DaemonSet> | undefined;
  readonly ownership: Ownership;
  readonly action: Action;
  /** The hash of the template that is wanted. */
  readonly template: string;
}

/** How to learn whether the API server would change the spec: by a dry run of the PUT, or by our record alone. */
export type SpecQuestion = (desired: DaemonSet, observed: DaemonSet) => Promise<SpecAnswer>;

/**
 * Reads what a decision about one lane depends on, and decides. Writes nothing.
 *
 * @param isPaced whether its rollout is paced by us (see `decidePace`)
 */
export async function planLane(
  puller: Puller,
  {config, evicts}: {readonly config: PullerConfig; readonly evicts: Evicts},
  lane: Lane,
  observed: Live<DaemonSet> | undefined,
  ask: SpecQuestion,
  context: Context,
  isPaced = false,
): Promise<LanePlan> {
  const ownership = assessOwnership(
    observed,
    puller,
    context.installation,
    await readOwnerFacts(observed, puller, context),
  );
  const nodes = observed === undefined ? (await readNodes(context.cluster))?.ready.size : undefined;
  const kept = isKept(ownership) ? observed : undefined;
  const noted = kept?.metadata.annotations ?? {};
  const built = buildDaemonSet({
    puller,
    config,
    lane,
    platform: {openShift: await context.cluster.isOpenShift()},
    installation: context.installation,
    selector: kept?.spec?.selector.matchLabels,
    start: decideStart({lane, config, observed, nodes, now: context.now()}),
    refreshToken: noted[annotations.refreshToken],
    evicts,
    surge: parseSurge(noted[annotations.surge]),
    isPaced,
    adoptedAt: ownership.is === 'Adoptable' ? context.now().toISOString() : noted[annotations.adoptedAt],
  });
  const spec = kept === undefined ? undefined : await ask(carryOver(built, kept), kept);
  const action = decideAction(built, observed, ownership, spec, context.now());
  return {lane, observed, ownership, action, template: hashTemplate(built.spec?.template)};
}

/** What is to be ours stays as it is, but for what is wanted otherwise. */
const isKept = ({is}: Ownership): boolean => is === 'Ours' || is === 'Inherited' || is === 'Adoptable';

/** Asks our own record alone. What it does not vouch for counts as changed: apply will ask further. */
export const askRecord: SpecQuestion = async (desired, observed) =>
  matchesRecord(desired, observed) ? {from: 'record'} : {from: 'unasked'};

/** Asks our record, then the API server by a dry run. */
export const askServer =
  ({cluster}: Context): SpecQuestion =>
  async (desired, observed) => {
    if (matchesRecord(desired, observed)) return {from: 'record'};
    try {
      // Without the version that was read: the status moves all the time, and is no reason to ask again.
      const {resourceVersion: _moving, ...metadata} = desired.metadata ?? {};
      const {object} = await cluster.replaceDaemonSet({...desired, metadata}, {dryRun: true});
      return {from: 'dry run', generation: object.metadata.generation ?? 0};
    } catch (error) {
      // The API server's words where a webhook with side effects is in the way.
      if (error instanceof ApiError && error.message.includes('does not support dry run')) return {from: 'fields'};
      // A webhook that can't be called: if there is something to write, the write says so.
      if (error instanceof ApiError && error.isOfObject) return {from: 'fields'};
      if (error instanceof ApiError && error.failure === 'rejected')
        return {from: 'rejection', reasons: listReasons(error)};
      throw error;
    }
  };

const inCluster = 'serviceaccount/';

async function readOwnerFacts(
  daemonSet: Live<DaemonSet> | undefined,
  puller: Puller,
  {cluster, installation}: Context,
) {
  if (daemonSet === undefined) return {otherConfigMapLives: false, otherInstallationLives: false};
  const other = findOtherInstallation(daemonSet, installation);
  const controller = findController(daemonSet);
  return {
    otherConfigMapLives: controller?.uid !== puller.uid && (await ownerLives(controller, cluster)),
    // Only an installation in the cluster can be asked for; one on somebody's machine ends with its terminal.
    otherInstallationLives:
      other !== undefined &&
      other.length > inCluster.length &&
      other.startsWith(inCluster) &&
      (await cluster.hasServiceAccount(other.slice(inCluster.length))),
  };
}
