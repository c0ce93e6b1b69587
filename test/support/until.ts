import {setTimeout as wait} from 'node:timers/promises';
import {inspect} from 'node:util';

/** Between two looks, in milliseconds: at the least, at the most, and the share of the time that was waited already. */
const pause = {least: 10, most: 1000, share: 0.1} as const;

/**
 * Waits for a condition; throws after the deadline (milliseconds), with the state as it is then. It looks more seldom
 * the longer it takes: looking costs what is looked at, and that has work to do.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  state: () => unknown = () => condition.toString(),
  deadline = 20_000,
): Promise<void> {
  const begun = Date.now();
  while (!(await condition())) {
    const waited = Date.now() - begun;
    if (waited > deadline) throw new Error(`not so after ${deadline} ms: ${inspect(await state(), {depth: 6})}`);
    await wait(Math.min(pause.most, Math.max(pause.least, waited * pause.share)));
  }
}
