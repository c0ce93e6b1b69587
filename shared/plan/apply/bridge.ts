import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Asking} from '../../ask/index.ts';
import {byKubernetes, decideBridgeRequests, isOtherTemplate, resolveLimit} from '../../decide/index.ts';
import {listHolds} from '../../holds/index.ts';
import {buildBridge, findExposed, joinImages, nameBridge} from '../../lanes/index.ts';
import type {Live} from '../../live/index.ts';
import {annotations} from '../../names/index.ts';
import {planLane} from '../plan-lane.ts';
import {findByName} from '../puller.ts';
import type {Setting} from '../setting.ts';
import {askByNode} from '../views.ts';
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
export function* bridgeGaps(puller: PacedPuller, setting: Setting): Asking<PacedPuller> {
  const {config, lanes, leftovers} = puller;
  const [main, ...others] = lanes;
  if (main?.observed === undefined || !isExposing(main, puller)) return puller;
  const name = nameBridge(config.daemonSetName);
  const bridge = findByName(leftovers, name);
  const beside = [...others.flatMap(({observed}) => observed ?? []), ...(bridge === undefined ? [] : [bridge])];
  const [under = new Map(), ...over] = yield* askByNode([main.observed, ...beside]);
  // Where we replace pods ourselves, the new ones stay.
  const threatened = main.pace.isOurs ? main.pace.due : under;
  const exposed = findExposed(config.images, threatened, over);
  if (exposed.length === 0 || (bridge !== undefined && isOld(bridge, setting.now))) return puller;
  const known = listHolds(bridge?.spec?.template);
  const requests = decideBridgeRequests(bridge, setting.now);
  const lane = buildBridge(config, joinImages(config.images, known, exposed), requests);
  const plan = yield* planLane(puller, lane, setting);
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
    desiredNumberScheduled <= resolveLimit(config.rolloutMaxNodes, desiredNumberScheduled) &&
    isOtherTemplate(action.daemonSet, observed)
  );
}

const isOld = ({metadata}: Live<DaemonSet>, now: Date): boolean =>
  Math.abs(now.getTime() - Date.parse(metadata.annotations?.[annotations.specWrittenAt] ?? '')) >= bridgePatience;
