import {decideRetry, formatAnswered, formatRetry, type Retry} from '../../decide/index.ts';
import {eventTypes} from '../../events/index.ts';
import {annotations} from '../../names/index.ts';
import type {Refusal} from '../../refusal/index.ts';
import {formatKnown} from '../../scout/index.ts';
import {podsRefused, sayAnswered, sayRolledAll, sayScouted, type Told} from '../../tell/index.ts';
import {buildNews, type News} from '../news.ts';
import type {PlannedPuller} from '../puller.ts';
import type {PlannedView} from '../views.ts';
import type {ScoutFinding} from './finding.ts';

/** How one round of a refresh ends: what it leads to, and a word for the log. */
export interface Ending {
  readonly news: News;
  readonly decision: string;
}

/** What a round is about. */
export interface Round {
  readonly puller: PlannedPuller;
  readonly main: PlannedView;
  /** What somebody asked for and is answered by it, as it was written. */
  readonly request: string | undefined;
  readonly now: Date;
}

/** The scouts have been answered: what moved is rolled, and a registry that gave nothing is asked again. */
export function endByFinding({puller, main, now}: Omit<Round, 'request'>, finding: ScoutFinding): Ending {
  const {lane} = main.plan;
  const {request, token, known} = finding;
  // Where pods are rolled, each node asks for everything again.
  const isOpen = finding.outages.length > 0 && token === undefined;
  const retry = isOpen ? decideRetry(puller.config, main.daemonSet, now) : undefined;
  const moved = finding.moved.map(({name}) => name).join(', ');
  const answered = sayAnswered(
    request,
    moved === '' ? 'no tag has moved' : `the tags of ${moved} have moved, and the pods are rolled`,
  );
  const noted = {
    ...noteRound(retry, request, now),
    ...(token !== undefined && {[annotations.refreshToken]: token}),
    [annotations.digests]: formatKnown(known),
  };
  const silent = finding.outages.map(({registry}) => `; ${registry} gave nothing`).join('');
  return {
    news: buildRound(puller, main, token !== undefined, noted, [...sayScouted(lane, finding, retry), ...answered]),
    decision: `${lane.name}: ${moved === '' ? 'nothing moved' : `${moved} moved`}${silent}`,
  };
}

/** Scouts without an answer in a row, before all nodes are made to ask. */
const mostMisses = 3;

/** Nobody could be asked, or nobody answered. After some intervals all nodes ask, in waves. */
export function endWithoutAnswer(round: Round): Ending {
  const {puller, main, request, now} = round;
  const misses = Number(main.daemonSet.metadata.annotations?.[annotations.scoutMisses] ?? 0) + 1;
  if (misses >= mostMisses) return endByRolling(round);
  const noted = {...noteRound(undefined, request, now), [annotations.scoutMisses]: String(misses)};
  return {
    news: buildRound(puller, main, false, noted, sayAnswered(request, 'no node could be asked')),
    decision: `${main.plan.lane.name}: no node answered`,
  };
}

/**
 * Nobody could be asked, since no scout was let in. That says nothing about what nodes hold, so it rolls nothing however
 * often it is so; it is tried again soon.
 */
export function endByRefusal({puller, main, request, now}: Round, refusal: Refusal): Ending {
  const {name} = main.plan.lane;
  const why = `the scout is refused by ${refusal.refuser.name}`;
  const noted = noteRound(decideRetry(puller.config, main.daemonSet, now), request, now);
  const told = [podsRefused.say(name, 'scout', refusal), ...sayAnswered(request, why)];
  return {news: buildRound(puller, main, false, noted, told), decision: `${name}: ${why}`};
}

/** Every node asks again. */
export function endByRolling({puller, main, request, now}: Round): Ending {
  const {name} = main.plan.lane;
  const noted = {...noteRound(undefined, request, now), [annotations.refreshToken]: now.toISOString()};
  const told = [sayRolledAll(name), ...sayAnswered(request, 'every node asks again')];
  return {news: buildRound(puller, main, true, noted, told), decision: `${name}: refreshed`};
}

type Notes = Readonly<Record<string, string | null>>;

/** The refresh is over, or put off; what was asked for by it is answered. */
const noteRound = (retry: Retry | undefined, request: string | undefined, now: Date): Notes => ({
  ...(request !== undefined && {[annotations.refreshAnswered]: formatAnswered(request, now)}),
  ...(retry === undefined && {[annotations.lastRefresh]: now.toISOString()}),
  [annotations.refreshRetry]: retry === undefined ? null : formatRetry(retry),
  [annotations.scoutMisses]: null,
});

/** @param hasMoved the pods are to be rolled: apply is rung for it */
function buildRound(
  {puller: {namespace, name}}: PlannedPuller,
  {daemonSet}: PlannedView,
  hasMoved: boolean,
  noted: Notes,
  told: readonly Told[],
): News {
  const {annotations: there = {}} = daemonSet.metadata;
  const isNews = ([key, value]: [string, string | null]) => value !== (there[key] ?? absent.get(key) ?? null);
  const changed = Object.fromEntries(Object.entries(noted).filter(isNews));
  return buildNews({
    told,
    notes: [{daemonSet, annotations: changed, isGuarded: true}],
    announcements: hasMoved ? [{type: eventTypes.imageMoved, puller: {namespace, name}}] : [],
  });
}

/** What an absent note says. */
const absent: ReadonlyMap<string, string> = new Map([[annotations.digests, formatKnown({})]]);
