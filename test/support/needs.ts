import test, {type ExecutionContext} from 'ava';

/** Something that a test needs of the machine it runs on: there it is, or why it is not there. */
export type Need<T> = {readonly found: T} | {readonly missing: string};

/**
 * Declares a test that needs something of its machine. Where that is missing the test is listed as not run, with the
 * reason; in CI, where everything has to be there, it fails.
 */
export function testWith<T>(
  need: Need<T>,
  title: string,
  implementation: (t: ExecutionContext, found: T) => Promise<void> | void,
  ci: boolean = process.env.CI === 'true',
): void {
  if ('found' in need) test(title, t => implementation(t, need.found));
  else if (ci) test(title, t => t.fail(`not run: ${need.missing}`));
  else test.skip(`${title} (not run: ${need.missing})`, t => t.pass());
}

/**
 * Declares tests that all need the same thing of their machine. Where it is missing, one with this title stands for all
 * of them.
 */
export function testsWith<T>(need: Need<T>, title: string, declare: (found: T) => void): void {
  if ('found' in need) declare(need.found);
  else testWith(need, title, () => {});
}
