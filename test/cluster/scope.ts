import type {ExecutionContext} from 'ava';

/** What something ends with: a test, or all tests of a file. The last that was begun ends first. */
export type Scope = Pick<ExecutionContext, 'teardown'>;

/**
 * A scope that ends when it is told to: for what several tests share, or one test ends early.
 *
 * `end` ends everything, also where one of the ends fails, and throws the first error then. What was ended once is not
 * ended again.
 */
export function createScope(): Scope & {end(): Promise<void>} {
  const ends: Parameters<Scope['teardown']>[0][] = [];
  return {
    teardown: end => void ends.push(end),
    async end() {
      const errors: unknown[] = [];
      for (const end of ends.splice(0).toReversed()) {
        try {
          await end();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}
