import type {Context} from '@image-puller/functions';
import {until} from '../../support/until.ts';
import type {TestPuller} from './puller.ts';

export const due = {type: 'kubernetes-image-puller.refresh.due'} as const;
export const moved = {type: 'kubernetes-image-puller.image.moved'} as const;

/** Steps by a clock that is ahead, by what the test makes of it. */
export const ahead =
  (clock: {readonly hours: number}) =>
  (context: Context): Context => ({...context, now: () => new Date(Date.now() + clock.hours * 3_600_000)});

/** Rings refresh until it has an answer of its scout. */
export async function scout({ring, embedded, published, readDaemonSet}: TestPuller): Promise<string> {
  let decision = '';
  await until(
    async () => {
      const {entry} = await ring('refresh', due);
      decision = entry !== undefined && 'decision' in entry ? String(entry.decision) : JSON.stringify(entry);
      return !/sent|is out/.test(decision);
    },
    async () => ({decision, pods: embedded.store.list('Pod'), published, daemonSet: await readDaemonSet()}),
  );
  return decision;
}
