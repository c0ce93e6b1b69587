import {type Asking, ask} from '../../ask/index.ts';
import {decideRefresh, parseRetry} from '../../decide/index.ts';
import {eventTypes} from '../../events/index.ts';
import {type NodesView, summarizePuller} from '../../health/index.ts';
import type {Refusal} from '../../refusal/index.ts';
import {groupNodes, listTags, type ScoutInputs} from '../../scout/index.ts';
import {podsRefused} from '../../tell/index.ts';
import {buildNews} from '../news.ts';
import {planPuller} from '../plan-puller.ts';
import {isOurs, type PlannedPuller} from '../puller.ts';
import {askScouts, type Scout} from '../scouts.ts';
import type {Setting} from '../setting.ts';
import {askPlannedViews} from '../views.ts';
import {buildErrand, isOfNow} from './errand.ts';
import {assessScouts} from './finding.ts';
import {type Ending, endByFinding, endByRefusal, endByRolling, endWithoutAnswer, type Round} from './rounds.ts';

/** What refresh does about a puller. */
export type RefreshPlan =
  /** There is nothing to be asked now. */
  | {readonly do: 'nothing'; readonly decision: string; readonly discard: readonly Scout[]}
  /** Scouts are to be sent; what comes of that is `endSending`. */
  | {
      readonly do: 'send';
      readonly round: Round;
      readonly scouts: readonly ScoutInputs[];
      readonly discard: readonly Scout[];
    }
  | {readonly do: 'end'; readonly puller: PlannedPuller; readonly ending: Ending; readonly discard: readonly Scout[]};

/**
 * Decides whether nodes hold what their tags mean by now. By the policy `digest` a scout on one node of each group asks first; by
 * `always` all ask.
 */
export function* planRefresh(name: string, setting: Setting): Asking<RefreshPlan> {
  const puller = yield* planPuller(name, setting);
  if (puller.is !== 'planned') return wait(`${name}: ${puller.is === 'none' ? 'no puller' : 'rejected'}`);
  // What is held apart fails, and is tried again by the kubelet.
  const [plan, ...isolated] = puller.lanes;
  if (plan === undefined || !isOurs(plan)) return wait(`${plan?.lane.name ?? name} is not there`);

  const {config} = puller;
  // One that was asked for asks, too, where no time ever makes one due.
  const asks = config.refreshPolicy !== 'always';
  const out = yield* askScouts(puller, setting.now);
  const scouts = out.filter(scout => asks && isOfNow(scout, plan));
  const stale = out.filter(scout => !scouts.includes(scout));
  if (scouts.some(({isOver}) => !isOver)) return wait(`${plan.lane.name}: a scout is out`, stale);

  const nodes = yield* ask('nodes', 'all');
  const lanes = yield* askPlannedViews([plan, ...isolated.filter(isOurs)], nodes);
  const {rolling} = summarizePuller(config.images, lanes, nodes, setting.now);
  const decision = decideRefresh(config, plan.observed, rolling, setting.now);
  if (!decision.due) return wait(`${plan.lane.name}: ${decision.because}`, out);

  const [main] = lanes;
  const round: Round = {puller, main, request: decision.request?.text, now: setting.now};
  if (!asks) return {do: 'end', puller, ending: endByRolling(round), discard: stale};
  if (scouts.length > 0) return {do: 'end', puller, ending: endByScouts(round, scouts, nodes), discard: out};
  return {do: 'send', round, scouts: yield* buildScouts(round, nodes), discard: stale};
}

const wait = (decision: string, discard: readonly Scout[] = []): RefreshPlan => ({do: 'nothing', decision, discard});

/** All scouts are over. */
function endByScouts(round: Round, scouts: readonly Scout[], nodes: NodesView | undefined): Ending {
  const finding = assessScouts(scouts, round.main, nodes);
  const {isMiss, request, refusal} = finding;
  if (!isMiss) return endByFinding(round, finding);
  return refusal === undefined ? endWithoutAnswer({...round, request}) : endByRefusal({...round, request}, refusal);
}

/**
 * A scout for a node of each group of nodes that hold images. Of nodes that serve as well, another one is asked each time that the
 * refresh was put off.
 */
function* buildScouts(
  {puller, main, request, now}: Round,
  nodes: NodesView | undefined,
): Asking<readonly ScoutInputs[]> {
  const {lane} = main.plan;
  const images = listTags(lane.images);
  const groups = groupNodes(images, main.byNode, nodes, parseRetry(main.daemonSet)?.count);
  const errand = buildErrand(main.plan);
  const platform = yield* ask('platform', 'all');
  return groups.map(({name: group, node}) => ({
    puller: puller.puller,
    config: puller.config,
    lane,
    platform,
    node,
    group,
    images,
    errand,
    request,
    requests: 'little',
    now,
  }));
}

/**
 * What comes of scouts that were sent.
 *
 * @param sent how many were let in
 * @param refusal why another one was not
 */
export function endSending(round: Round, sent: number, refusal: Refusal | undefined): Ending {
  if (sent === 0) return refusal === undefined ? endWithoutAnswer(round) : endByRefusal(round, refusal);
  const {namespace, name} = round.puller.puller;
  const {lane} = round.main.plan;
  return {
    news: buildNews({
      told: refusal === undefined ? [] : [podsRefused.say(lane.name, 'scout', refusal)],
      announcements: [{type: eventTypes.phaseOpen, puller: {namespace, name}}],
    }),
    decision: `${lane.name}: ${sent} ${sent === 1 ? 'scout' : 'scouts'} sent`,
  };
}
