import {endSending, planRefresh, type RefreshPlan, type Scout} from '@image-puller/shared/plan';
import {askRecord, gather, performNews, readSetting} from '../puller/index.ts';
import type {Context, Step} from '../step.ts';
import {done, reacting} from './outcome.ts';
import {sendScouts} from './send-scouts.ts';
import {untilSettled} from './settle.ts';

/**
 * Finds out whether nodes hold what their tags mean by now, when the interval has passed, and makes them ask the registry
 * again where they do not. By the policy `digest` a scout on one node asks first; by `always` all ask.
 *
 * It notes the time and a token on the DaemonSet in one patch, and then rings apply, which builds the template by that
 * note: the pods are rolled by the update strategy, never deleted and made anew. A ring that is lost is made up for by the
 * tick, and check rings again while a scout is out.
 */
export const refresh: Step = reacting({
  one: ({name}, context) =>
    untilSettled(async () => {
      const plan = await gather(planRefresh(name, readSetting(context)), context, {readers: askRecord});
      return done(await perform(plan, context));
    }),
});

/** @returns what was done, for the log */
async function perform(plan: RefreshPlan, context: Context): Promise<string> {
  switch (plan.do) {
    case 'nothing':
      await discard(plan.discard, context);
      return plan.decision;
    case 'end':
      await performNews({...plan.puller, news: [plan.ending.news]}, context);
      await discard(plan.discard, context);
      return plan.ending.decision;
    case 'send': {
      await discard(plan.discard, context);
      const {sent, refusal} = await sendScouts(plan.scouts, context.cluster);
      const {news, decision} = endSending(plan.round, sent, refusal);
      await performNews({...plan.round.puller, news: [news]}, context);
      return decision;
    }
  }
}

/** They are their ConfigMap's, in case this fails. */
async function discard(scouts: readonly Scout[], {cluster}: Context): Promise<void> {
  for (const {pod} of scouts) await cluster.deletePod(pod.metadata.name, {uid: pod.metadata.uid});
}
