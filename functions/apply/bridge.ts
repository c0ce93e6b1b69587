import {byKubernetes, countNodes, decideRequests, isOtherTemplate} from '@image-puller/shared/decide';
import {listHolds} from '@image-puller/shared/holds';
import {buildBridge, findExposed, joinImages, nameBridge} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {askServer, planPullerLane, readLanes} from '../observe/index.ts';
import type {Context} from '../step.ts';
import type {PacedLane, PacedPuller} from './pace.ts';

/** A bridge that does not hold by then is not waited for, in milliseconds: a node has no room for it. */
const bridgePatience = 60_000;

/**
 * Puts a bridge beside main, where its next change would take images from nodes for a moment: its pods there are not
 * Ready, because one of their images fails, and Kubernetes replaces such pods at once. Main waits until the bridge holds; where
 * we replace its pods ourselves, these wait.
 *
 * Not for more nodes than may start pods at once, unless so many pods are not Ready: there main began with the holder alone,
 * so that pods that are not Ready are those of nodes that joined since, and a pod more on every node would cost more than a
 * second without them.
 */
export async function bridgeGaps(puller: PacedPuller, context: Context): Promise<PacedPuller> {
  const {config, lanes, leftovers} = puller;
  const [main, ...others] = lanes;
  if (main === undefined || !isExposing(main, puller)) return puller;
  const name = nameBridge(config.daemonSetName);
  const bridge = leftovers.find(({metadata}) => metadata.name === name);
  const held = [main, ...others].flatMap(({observed}) => observed ?? []);
  const [under, ...over] = await readLanes(
    [...held, ...(bridge === undefined ? [] : [bridge])],
    undefined,
    context.cluster,
  );
  const pods = over.map(({byNode}) => byNode);
  // Where we replace pods ourselves, the new ones stay.
  const threatened = main.pace.isOurs ? main.pace.due : (under?.byNode ?? new Map());
  const exposed = findExposed(config.images, threatened, pods);
  if (exposed.length === 0 || (bridge !== undefined && isOld(bridge, context.now()))) return puller;
  const known = listHolds(bridge?.spec?.template);
  const requests = decideRequests(bridge, context.now());
  const lane = buildBridge(config, joinImages(config.images, known, exposed), requests);
  const plan = await planPullerLane(puller, lane, askServer(context), context);
  const waits: PacedLane = main.pace.isOurs
    ? {...main, pace: {...main.pace, replace: []}}
    : {...main, action: {do: 'wait', because: `${name} is not up yet`}};
  return {...puller, lanes: [waits, ...others, {...plan, pace: byKubernetes}]};
}

function isExposing({action, observed, pace}: PacedLane, {config, evicts}: PacedPuller): boolean {
  if (observed === undefined || evicts !== 'no') return false;
  if (pace.isOurs) return action.do === 'replace' || pace.replace.length > 0;
  if (action.do !== 'replace') return false;
  const {desiredNumberScheduled = 0, numberAvailable = 0} = observed.status ?? {};
  return (
    numberAvailable < desiredNumberScheduled &&
    desiredNumberScheduled <= countNodes(config.rolloutMaxNodes, desiredNumberScheduled) &&
    isOtherTemplate(action.daemonSet, observed)
  );
}

const isOld = ({metadata}: Live<DaemonSet>, now: Date): boolean =>
  Math.abs(now.getTime() - Date.parse(metadata.annotations?.[annotations.specWrittenAt] ?? '')) >= bridgePatience;
