import {type Asking, ask, askAll} from '../../ask/index.ts';
import {decideRefresh, readRetry} from '../../decide/index.ts';
import {eventTypes} from '../../events/index.ts';
import {type NodesView, summarizePuller} from '../../health/index.ts';
import {groupNodes, listTags, type ProbeInputs} from '../../probe/index.ts';
import type {Refusal} from '../../refusal/index.ts';
import {sayProbeRefused} from '../../tell/index.ts';
import {buildNews} from '../news.ts';
import {planPuller} from '../plan-puller.ts';
import {askProbes, type Probe} from '../probes.ts';
import {isOurs, type PlannedPuller} from '../puller.ts';
import type {Setting} from '../setting.ts';
import {askView} from '../views.ts';
import {assessProbes} from './finding.ts';
import {buildRefreshQuestion, isOfNow} from './question.ts';
import {type Ending, endByFinding, endByRefusal, endByRolling, endWithoutAnswer, type Round} from './rounds.ts';

/** What refresh does about a puller. */
export type RefreshPlan =
  /** There is nothing to be asked now. */
  | {readonly do: 'nothing'; readonly decision: string; readonly discard: readonly Probe[]}
  /** Probes are to be sent; what comes of that is `endSending`. */
  | {
      readonly do: 'send';
      readonly round: Round;
      readonly probes: readonly ProbeInputs[];
      readonly discard: readonly Probe[];
    }
  | {readonly do: 'end'; readonly puller: PlannedPuller; readonly ending: Ending; readonly discard: readonly Probe[]};

/**
 * Decides whether nodes hold what their tags mean by now. By the policy `digest` a probe on one node of each group asks first; by
 * `always` all ask.
 */
export function* planRefresh(name: string, setting: Setting): Asking<RefreshPlan> {
  const puller = yield* planPuller(name, setting);
  if (puller.is !== 'planned') return wait(`${name}: ${puller.is === 'none' ? 'no puller' : 'rejected'}`);
  // What is held apart fails, and is tried again by the kubelet.
  const [plan] = puller.lanes;
  if (plan === undefined || !isOurs(plan)) return wait(`${plan?.lane.name ?? name} is not there`);

  const {config} = puller;
  // One that was asked for asks, too, where no time ever makes one due.
  const asks = config.refreshPolicy !== 'always';
  const out = yield* askProbes(puller, setting.now);
  const probes = out.filter(probe => asks && isOfNow(probe, plan));
  const stale = out.filter(probe => !probes.includes(probe));
  if (probes.some(({isOver}) => !isOver)) return wait(`${plan.lane.name}: a probe is out`, stale);

  const nodes = yield* ask('nodes', 'all');
  const lanes = yield* askAll(puller.lanes.filter(isOurs).map(({observed}) => askView(observed, nodes)));
  const [view] = lanes;
  if (view === undefined) return wait(`${plan.lane.name} is not there`, stale);
  const {rolling} = summarizePuller(config.images, lanes, nodes, setting.now);
  const decision = decideRefresh(config, plan.observed, rolling, setting.now);
  if (!decision.due) return wait(`${plan.lane.name}: ${decision.because}`, out);

  const main = {...view, plan};
  const round: Round = {puller, main, request: decision.request?.text, now: setting.now};
  if (!asks) return {do: 'end', puller, ending: endByRolling(round), discard: stale};
  if (probes.length > 0) return {do: 'end', puller, ending: endByProbes(round, probes, nodes), discard: out};
  return {do: 'send', round, probes: yield* buildProbes(round, nodes), discard: stale};
}

const wait = (decision: string, discard: readonly Probe[] = []): RefreshPlan => ({do: 'nothing', decision, discard});

/** All probes are over. */
function endByProbes(round: Round, probes: readonly Probe[], nodes: NodesView | undefined): Ending {
  const finding = assessProbes(probes, round.main, nodes);
  const {isMiss, request, refusal} = finding;
  if (!isMiss) return endByFinding(round, finding);
  return refusal === undefined ? endWithoutAnswer({...round, request}) : endByRefusal({...round, request}, refusal);
}

/**
 * A probe for a node of each group of nodes that hold images. Of nodes that serve as well, another one is asked each time that the
 * refresh was put off.
 */
function* buildProbes(
  {puller, main, request, now}: Round,
  nodes: NodesView | undefined,
): Asking<readonly ProbeInputs[]> {
  const {lane} = main.plan;
  const images = listTags(lane.images);
  const groups = groupNodes(images, main.byNode, nodes, readRetry(main.daemonSet)?.count);
  const question = buildRefreshQuestion(main.plan);
  const platform = yield* ask('platform', 'all');
  return groups.map(({name: group, node}) => ({
    puller: puller.puller,
    config: puller.config,
    lane,
    platform,
    node,
    group,
    images,
    question,
    request,
    requests: 'little',
    now,
  }));
}

/**
 * What comes of probes that were sent.
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
      told: refusal === undefined ? [] : [sayProbeRefused(lane.name, refusal)],
      announcements: [{type: eventTypes.phaseOpen, puller: {namespace, name}}],
    }),
    decision: `${lane.name}: ${sent} ${sent === 1 ? 'probe' : 'probes'} sent`,
  };
}
