import {listHolds} from '@image-puller/shared/holds';
import {buildBridge, findExposed, joinImages, nameBridge} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {countNodes, isOtherTemplate} from '@image-puller/shared/plan';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {askServer, type LanePlan, type PlannedPuller, planPullerLane, readLanes} from '../observe/index.ts';
import type {Context} from '../step.ts';

/** A bridge that does not hold by then is not waited for, in milliseconds: a node has no room for it. */
const bridgePatience = 60_000;

/**
 * Puts a bridge beside main, where its next change would take images from nodes for a moment: its pods there are not
 * Ready, because one of their images fails, and Kubernetes replaces such pods at once. Main waits until the bridge holds.
 *
 * Not for more nodes than may start pods at once: there main began with the holder alone, so that pods that are not Ready
 * are those of nodes that joined since, and a pod more on every node would cost more than a second without them.
 */
export async function bridgeGaps(puller: PlannedPuller, context: Context): Promise<readonly LanePlan[]> {
  const {config, lanes, leftovers} = puller;
  const [main, ...others] = lanes;
  if (main === undefined || !isExposing(main, puller)) return lanes;
  const name = nameBridge(config.daemonSetName);
  const bridge = leftovers.find(({metadata}) => metadata.name === name);
  const held = [main, ...others].flatMap(({observed}) => observed ?? []);
  const [under, ...over] = await readLanes(
    [...held, ...(bridge === undefined ? [] : [bridge])],
    undefined,
    context.cluster,
  );
  const pods = over.map(({byNode}) => byNode);
  const exposed = under === undefined ? [] : findExposed(config.images, under.byNode, pods);
  if (exposed.length === 0 || (bridge !== undefined && isOld(bridge, context.now()))) return lanes;
  const known = listHolds(bridge?.spec?.template);
  const lane = buildBridge(config, joinImages(config.images, known, exposed));
  const plan = await planPullerLane(puller, lane, askServer(context), context);
  return [{...main, action: {do: 'wait', because: `${name} is not up yet`}}, ...others, plan];
}

function isExposing({action, observed}: LanePlan, {config}: PlannedPuller): boolean {
  if (action.do !== 'replace' || observed === undefined || config.priorityClassName !== undefined) return false;
  const {desiredNumberScheduled = 0, numberAvailable = 0} = observed.status ?? {};
  return (
    numberAvailable < desiredNumberScheduled &&
    desiredNumberScheduled <= countNodes(config.rolloutMaxNodes, desiredNumberScheduled) &&
    isOtherTemplate(action.daemonSet, observed)
  );
}

const isOld = ({metadata}: Live<DaemonSet>, now: Date): boolean =>
  Math.abs(now.getTime() - Date.parse(metadata.annotations?.[annotations.specWrittenAt] ?? '')) >= bridgePatience;
