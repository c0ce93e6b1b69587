import type {Known} from '@image-puller/shared/ask';
import {findIgnoredLabel, isLabelled} from '@image-puller/shared/decide';
import {eventTypes} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import {findAbandoned, planLook} from '@image-puller/shared/plan';
import {labelIgnored} from '@image-puller/shared/tell';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {askRecord, foresee, gather, performNews, readSetting, tell} from '../puller/index.ts';
import type {Context, Outcome, Step} from '../step.ts';
import {combineOutcomes, done, reacting, unlessItFails} from './outcome.ts';

/** Between two looks at an open phase, in milliseconds. */
const lookEvery = 3000;

/**
 * Sees to it that every puller is as it should be, and says which image is where. It changes no spec: what is to be
 * done is rung for.
 *
 * A tick looks at every puller once, and so does a start. `phase.open` watches one puller while its rollout gets on, for a
 * while, and then rings itself again: a chain that lives only while there is something to watch, and that the tick revives.
 * What apply could not write is asked for again while that watch lasts, and then with the tick.
 */
export const check: Step = reacting({
  one: ({name}, context) => watchPhase(name, context),
  all: lookAround,
});

async function lookAround(context: Context): Promise<Outcome> {
  const {cluster, publish} = context;
  // One list for both: a ConfigMap whose label has a wrong value rings nobody, since sources select by the right one.
  const [labelled, daemonSets, nodes] = await Promise.all([
    cluster.listLabelledConfigMaps(),
    cluster.listDaemonSets(),
    foresee('nodes', 'all', context),
  ]);
  const configMaps = labelled.filter(isLabelled);
  const ring = (type: typeof eventTypes.pullerGone | typeof eventTypes.phaseOpen, name: string) =>
    publish({type, puller: {namespace: cluster.namespace, name}});
  const abandoned = await gather(findAbandoned(daemonSets, configMaps, readSetting(context)), context);
  for (const name of abandoned) ring(eventTypes.pullerGone, name);
  const outcomes: Outcome[] = [];
  for (const {metadata} of configMaps) {
    outcomes.push(
      await unlessItFails(async () => {
        const {decision, isRolling} = await lookAtPuller(metadata.name, nodes, context);
        if (isRolling) ring(eventTypes.phaseOpen, metadata.name);
        return done(`${metadata.name}: ${decision}`);
      }, context),
    );
  }
  for (const configMap of labelled) outcomes.push(...(await tellIgnored(configMap, context)));
  return combineOutcomes(outcomes);
}

/** Tells the author of a ConfigMap that its label makes no puller. */
async function tellIgnored(configMap: Live<ConfigMap>, context: Context): Promise<readonly Outcome[]> {
  const value = findIgnoredLabel(configMap);
  if (value === undefined) return [];
  const {name} = configMap.metadata;
  const telling = async () => {
    await tell(configMap, [labelIgnored.say(name, context.cluster.namespace, value)], context);
    return done(`${name}: label ignored`);
  };
  return [await unlessItFails(telling, context)];
}

async function watchPhase(name: string, context: Context): Promise<Outcome> {
  const {cluster, now, pause, phaseWatch, publish} = context;
  const nodes = await foresee('nodes', 'all', context);
  const end = now().getTime() + phaseWatch;
  let look = await lookAtPuller(name, nodes, context);
  while ((look.isRolling || look.isDrifted) && now().getTime() + lookEvery < end) {
    await pause(lookEvery);
    look = await lookAtPuller(name, nodes, context);
  }
  if (look.isRolling) publish({type: eventTypes.phaseOpen, puller: {namespace: cluster.namespace, name}});
  return done(`${name}: ${look.decision}`);
}

/** What one look at a puller found. */
interface Looked {
  /** For the log. */
  readonly decision: string;
  readonly isRolling: boolean;
  readonly isDrifted: boolean;
}

/** Looks at one puller, tells what is to be told, and rings what is due. */
async function lookAtPuller(name: string, nodes: Known, context: Context): Promise<Looked> {
  const setting = readSetting(context);
  const look = await gather(planLook(name, setting), context, {readers: askRecord, known: nodes});
  if (look.is === 'none') return {decision: 'no puller', isRolling: false, isDrifted: false};
  await performNews(look, context);
  return {...look, decision: look.found.join(', ')};
}
