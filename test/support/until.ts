import {setTimeout as wait} from 'node:timers/promises';
import {inspect} from 'node:util';

/** Waits for a condition; throws after the deadline (milliseconds), with the state as it is then. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  state: () => unknown = () => condition.toString(),
  deadline = 20_000,
): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not so after ${deadline} ms: ${inspect(await state(), {depth: 6})}`);
    await wait(10);
  }
}
