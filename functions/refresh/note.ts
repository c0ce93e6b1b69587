import {decideRetry, formatAnswered, formatRetry, type Retry} from '@image-puller/shared/decide';
import {eventTypes} from '@image-puller/shared/events';
import type {NodesView} from '@image-puller/shared/health';
import {annotations} from '@image-puller/shared/names';
import {formatKnown} from '@image-puller/shared/probe';
import type {Refusal} from '@image-puller/shared/refusal';
import {sayAnswered, sayProbed, sayProbeRefused, type Told} from '@image-puller/shared/tell';
import type {PlannedLane, PlannedPuller, Probe} from '../observe/index.ts';
import {done} from '../outcome.ts';
import type {Context, Outcome} from '../step.ts';
import {tell} from '../tell/index.ts';
import {assessProbes, type Finding} from './probe.ts';

/** The probes have been answered, or are over: what moved is rolled, and a registry that gave nothing is asked again. */
export async function useProbes(
  puller: PlannedPuller,
  main: PlannedLane,
  probes: readonly Probe[],
  nodes: NodesView | undefined,
  context: Context,
): Promise<Outcome> {
  const finding = assessProbes(probes, main, nodes);
  if (finding.isMiss) {
    await deleteProbes(probes, context);
    const {refusal, request} = finding;
    return refusal === undefined
      ? await missProbe(puller, main, request, context)
      : await putOff(puller, main, {refusal, request}, context);
  }
  const {lane} = main.plan;
  const now = context.now();
  // Where pods are rolled, each node asks for everything again.
  const isOpen = finding.outages.length > 0 && finding.token === undefined;
  const retry = isOpen ? decideRetry(puller.config, main.daemonSet, now) : undefined;
  const moved = finding.moved.map(({name}) => name).join(', ');
  await note(main, {...noteRound(retry, finding.request, now), ...noteFinding(finding)}, context);
  const answered = sayAnswered(
    finding.request,
    moved === '' ? 'no tag has moved' : `the tags of ${moved} have moved, and the pods are rolled`,
  );
  await finish(puller, finding.token !== undefined, [...sayProbed(lane, finding, retry), ...answered], context);
  await deleteProbes(probes, context);
  const silent = finding.outages.map(({registry}) => `; ${registry} gave nothing`).join('');
  return done(`${lane.name}: ${moved === '' ? 'nothing moved' : `${moved} moved`}${silent}`);
}

/** Probes without an answer in a row, before all nodes are made to ask. */
const mostMisses = 3;

/** Nobody could be asked, or nobody answered. After some intervals all nodes ask, in waves. */
export async function missProbe(
  puller: PlannedPuller,
  main: PlannedLane,
  request: string | undefined,
  context: Context,
): Promise<Outcome> {
  const misses = Number(main.daemonSet.metadata.annotations?.[annotations.probeMisses] ?? 0) + 1;
  const now = context.now();
  if (misses >= mostMisses) return await rollAll(puller, main, {token: now.toISOString(), request}, context);
  await note(main, {...noteRound(undefined, request, now), [annotations.probeMisses]: String(misses)}, context);
  await tell(puller.configMap, sayAnswered(request, 'no node could be asked'), context);
  return done(`${main.plan.lane.name}: no node answered`);
}

/**
 * Nobody could be asked, since no probe was let in. That says nothing about what nodes hold, so it rolls nothing however
 * often it is so; it is tried again soon.
 */
export async function putOff(
  puller: PlannedPuller,
  main: PlannedLane,
  {refusal, request}: {readonly refusal: Refusal; readonly request: string | undefined},
  context: Context,
): Promise<Outcome> {
  const {name} = main.plan.lane;
  const now = context.now();
  const answered = sayAnswered(request, `the probe is refused by ${refusal.cause.name}`);
  await tell(puller.configMap, [sayProbeRefused(name, refusal), ...answered], context);
  await note(main, noteRound(decideRetry(puller.config, main.daemonSet, now), request, now), context);
  return done(`${name}: the probe is refused by ${refusal.cause.name}`);
}

/** Every node asks again. */
export async function rollAll(
  puller: PlannedPuller,
  main: PlannedLane,
  {token, request}: {readonly token: string; readonly request: string | undefined},
  context: Context,
): Promise<Outcome> {
  const {name} = main.plan.lane;
  const round = noteRound(undefined, request, new Date(token));
  await note(main, {...round, [annotations.refreshToken]: token}, context);
  const message = `every node asks again for what DaemonSet ${name} holds`;
  const answered = sayAnswered(request, 'every node asks again');
  await finish(puller, true, [{reason: 'RefreshStarted', message}, ...answered], context);
  return done(`${name}: refreshed`);
}

type Notes = Readonly<Record<string, string | null>>;

/** The refresh is over, or put off; what was asked for by it is answered. */
const noteRound = (retry: Retry | undefined, request: string | undefined, now: Date): Notes => ({
  ...(request !== undefined && {[annotations.refreshAnswered]: formatAnswered(request, now)}),
  ...(retry === undefined && {[annotations.lastRefresh]: now.toISOString()}),
  [annotations.refreshRetry]: retry === undefined ? null : formatRetry(retry),
  [annotations.probeMisses]: null,
});

const noteFinding = ({token, known}: Finding): Notes => ({
  ...(token !== undefined && {[annotations.refreshToken]: token}),
  [annotations.digests]: formatKnown(known),
});

/** One patch, of what says something else than what is there; what is null goes. */
async function note({daemonSet}: PlannedLane, notes: Notes, {cluster}: Context): Promise<void> {
  const {name, uid, resourceVersion, annotations: there = {}} = daemonSet.metadata;
  const isNews = ([key, value]: [string, string | null]) => value !== (there[key] ?? defaults.get(key) ?? null);
  const changed = Object.fromEntries(Object.entries(notes).filter(isNews));
  await cluster.patchDaemonSet(name, {uid, resourceVersion}, {annotations: changed});
}

/** What an absent note says. */
const defaults: ReadonlyMap<string, string> = new Map([[annotations.digests, formatKnown({})]]);

async function finish({configMap}: PlannedPuller, hasMoved: boolean, told: readonly Told[], context: Context) {
  await tell(configMap, told, context);
  if (!hasMoved) return;
  const puller = {namespace: context.cluster.namespace, name: configMap.metadata.name};
  context.publish({type: eventTypes.imageMoved, puller});
}

/** They are their ConfigMap's, in case this fails. */
export async function deleteProbes(probes: readonly Probe[], {cluster}: Context): Promise<void> {
  for (const {pod} of probes) await cluster.deletePod(pod.metadata.name, {uid: pod.metadata.uid});
}
