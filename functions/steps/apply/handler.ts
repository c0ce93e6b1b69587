import {eventTypes} from '@image-puller/shared/events';
import {planApply} from '@image-puller/shared/plan';
import {sayRejected} from '@image-puller/shared/tell';
import {findPullers, gather, listPullers, readSetting, tell} from '../../puller/index.ts';
import {type Context, type Outcome, type Step, watchedTypes} from '../../step.ts';
import {combineOutcomes, done, reacting, unlessItFails} from '../outcome.ts';
import {untilSettled} from '../settle.ts';
import {noteClaims} from './claims.ts';
import {applyPlanned, type Bell, type Progress} from './planned.ts';

/**
 * Makes the DaemonSets of a puller what its ConfigMap says. The only writer of specs.
 *
 * 1. The event says whose bell rang; nothing else in it is believed. A start rings for every puller.
 * 2. Read the DaemonSets, then the ConfigMap (this order makes a stale writer conflict).
 * 3. A bad configuration is told to its author and changes nothing.
 * 4. Decide, write, tell. A conflict, or a ConfigMap that changed meanwhile, starts again at 2.
 */
export const apply: Step = reacting({
  one: async (object, context, {type}) => {
    // A DaemonSet rings at each change of its status, thousands of times in a large rollout: that is nobody's news.
    const wasAsked = object.kind === 'ConfigMap';
    const bell: Bell = {
      wasAsked,
      isEdit: wasAsked && edits.has(type),
      isDrift: type === eventTypes.daemonSetDrifted,
      isWatched: watchedTypes.has(type),
    };
    return await applyAll(await findPullers(object, context), bell, context);
  },
  all: async context => await applyAll(await listPullers(context), start, context),
});

const edits: ReadonlySet<string> = new Set([eventTypes.objectAdded, eventTypes.objectUpdated]);

const start: Bell = {wasAsked: false, isEdit: false, isDrift: false, isWatched: false};

/** What fails for one is not to hold up another. */
const applyAll = async (names: readonly string[], bell: Bell, context: Context): Promise<Outcome> =>
  combineOutcomes(await Promise.all(names.map(name => unlessItFails(() => applyPuller(name, bell, context), context))));

async function applyPuller(name: string, bell: Bell, context: Context): Promise<Outcome> {
  // What an earlier attempt did has been done, whatever a later one finds.
  const progress: Progress = {decisions: [], mayDeletePods: true};
  return await untilSettled(async () => {
    const setting = readSetting(context);
    const plan = await gather(planApply(name, setting, progress.mayDeletePods), context);
    switch (plan.is) {
      case 'none':
        return done(`${name}: ${[...progress.decisions, 'no puller'].join(', ')}`);
      case 'rejected': {
        await tell(plan.configMap, sayRejected(plan), context);
        const claimed = await noteClaims(plan.claims, context);
        return done(`${name}: ${[`rejected, ${plan.errors.length} problems`, ...claimed].join(', ')}`);
      }
      case 'planned':
        return await applyPlanned(plan, bell, progress, context);
    }
  });
}
