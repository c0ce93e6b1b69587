import {setTimeout as wait} from 'node:timers/promises';

/** Waits until `look` finds something, and fails with what `describe` says when that takes too long. */
export async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  describe: () => string,
  milliseconds = 20_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(10);
  }
  throw new Error(`not within ${milliseconds / 1000} s: ${describe()}`);
}
