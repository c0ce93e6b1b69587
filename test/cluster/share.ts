import test from 'ava';
import {type Need, testsWith} from '../support/needs.ts';
import {createScope, type Scope} from './scope.ts';

/**
 * Declares tests that share something, which starts before the first and ends after the last, also where they or its
 * start fail.
 *
 * @param title stands for all of them where what they need is missing
 * @param declare given what answers, in a test, what they share
 */
export function testsSharing<N, S>(
  need: Need<N>,
  title: string,
  start: (scope: Scope, found: N) => Promise<S>,
  declare: (shared: () => S) => void,
): void {
  testsWith(need, title, found => {
    const scope = createScope();
    let started: {readonly shared: S} | undefined;
    test.before(async () => {
      started = {shared: await start(scope, found)};
    });
    test.after.always(() => scope.end());
    declare(() => {
      if (started === undefined) throw new Error(`${title}: there in tests alone`);
      return started.shared;
    });
  });
}
