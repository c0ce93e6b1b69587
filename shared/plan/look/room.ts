import {type Asking, ask} from '../../ask/index.ts';
import {formatSurge, parseSurge} from '../../daemonset/index.ts';
import {decideSurge} from '../../decide/index.ts';
import {countStuck, findLastMove, roomPatience} from '../../health/index.ts';
import {annotations} from '../../names/index.ts';
import {countUnmade, leavesRoom, type Refusal} from '../../refusal/index.ts';
import {noRoomForSurge, podsRefused} from '../../tell/index.ts';
import {buildNews, type News} from '../news.ts';
import type {PlannedPuller} from '../puller.ts';
import {askRefusal, type PlannedView} from '../views.ts';

/** How the rollout of one lane gets on. */
export interface Room {
  readonly news: readonly News[];
  /** Its surge is to be another one: apply has something to do. */
  readonly isDue: boolean;
}

/**
 * Finds out whether pods of a lane are refused, and decides how its rollout goes on where nodes have no room for a second pod; with
 * a priority class that evicts, that it may go on from its first node. apply builds the strategy by that note.
 */
export function* assessRoom(view: PlannedView, {evicts}: PlannedPuller, now: Date): Asking<Room> {
  const {daemonSet, plan, pods, byNode} = view;
  const {told, refused, isAdmitted} = yield* assessAdmission(view, now);
  const refusal = buildNews({told});
  const {template} = plan;
  // What is about to be changed begins another rollout.
  if (plan.action.do !== 'nothing' || template === undefined) return {news: [refusal], isDue: false};
  const {name, annotations: known} = daemonSet.metadata;
  const stuck = countStuck(pods, byNode, now);
  const noted = parseSurge(known?.[annotations.surge]);
  const surge = decideSurge({
    evicts,
    limit: plan.lane.limit,
    daemonSet,
    template,
    stuck,
    refused,
    isAdmitted,
    noted,
  });
  if (surge === undefined) return {news: [refusal], isDue: false};
  const isForced = evicts === 'no' && surge.nodes === 0;
  const news = buildNews({
    told: isForced ? [noRoomForSurge.say(name, {...stuck, refused})] : [],
    notes: [{daemonSet, annotations: {[annotations.surge]: formatSurge(surge)}}],
  });
  return {news: [refusal, news], isDue: true};
}

/** What the API server makes of the pods of a rollout. */
interface Admission extends Pick<News, 'told'> {
  /** Nodes where a quota keeps the new pod out, but would let it in once the old one has gone. */
  readonly refused: number;
  /** It took one, or nothing was heard of a refusal in all the time in which one could have been made. */
  readonly isAdmitted: boolean;
}

function* assessAdmission(view: PlannedView, now: Date): Asking<Admission> {
  const {daemonSet, pods} = view;
  const refusal = yield* askRefusal(view, now);
  const isStill = now.getTime() - findLastMove(daemonSet, pods) >= roomPatience;
  if (refusal === undefined) {
    const {updatedNumberScheduled = 0} = daemonSet.status ?? {};
    return {told: [], refused: 0, isAdmitted: updatedNumberScheduled > 0 || isStill};
  }
  const {missing, old} = countUnmade(daemonSet, pods);
  // A node without any pod would get the place that another one gives back, whose images would be let go of.
  const mayGo = isStill && missing === 0 && (yield* wouldFit(refusal, view, now));
  return {
    told: [podsRefused.say(daemonSet.metadata.name, {nodes: missing + old}, refusal)],
    refused: mayGo ? old : 0,
    isAdmitted: false,
  };
}

/** Would a new pod be let in once an old one has gone? Not while one goes or has just become Ready: then the rollout gets on. */
function* wouldFit({refuser, words}: Refusal, {daemonSet}: PlannedView, now: Date): Asking<boolean> {
  if (!refuser.isRoom) return false;
  const {least, isAnyGoing, lastTurn} = yield* ask('freed', daemonSet);
  const isMoving = isAnyGoing || now.getTime() - lastTurn < roomPatience;
  return least !== undefined && !isMoving && leavesRoom(words, least);
}
