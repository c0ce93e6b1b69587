import {stripVTControlCharacters} from 'node:util';

/**
 * The totals that AVA 7 ends with. What is no test but makes AVA fail (an uncaught error, a test that never ended)
 * counts as one failed test each; a known failure is a test that is expected to fail, and did: it passed.
 */
const totals = [
  [/^(\d+) tests? passed$/, 'passed'],
  [/^(\d+) known failures?$/, 'passed'],
  [/^(\d+) (?:tests?|hooks?) failed$/, 'failed'],
  [/^(\d+) (?:uncaught exceptions?|unhandled rejections?)$/, 'failed'],
  [/^(\d+) tests? remained pending after a timeout$/, 'failed'],
  [/^(\d+) tests? (?:skipped|todo)$/, 'skipped'],
];

/**
 * Counts what AVA reported in the output of `npm test` or `npm run test:cluster`.
 *
 * @param {string} output - all that it wrote
 * @param {number} status - its exit status
 * @returns {{passed: number, failed: number, skipped: number, problem?: string}} where no test was run, or something
 *   other than a test failed, that counts as one failure, and `problem` says so
 */
export function count(output, status) {
  const {progress, summary} = splitReport(output);
  const result = {passed: 0, failed: 0, skipped: 0};
  for (const line of summary) {
    for (const [pattern, what] of totals) result[what] += Number(pattern.exec(line)?.[1] ?? 0);
  }
  // AVA leaves the number of passed tests out as soon as one has failed; its ticks are still there.
  if (result.failed > 0) result.passed += progress.filter(line => /^✔ (?!\[expected fail\])/.test(line)).length;

  if (result.passed + result.failed === 0)
    return {...result, failed: 1, problem: 'No test was run; what came before them failed: see above.'};
  if (status !== 0 && result.failed === 0) {
    return {...result, failed: 1, problem: `No test failed, but the command ended with ${status}: see above.`};
  }
  return result;
}

/** AVA writes a line for each test, a line of one dash, what failed, a dash again where something did, and the totals. */
function splitReport(output) {
  const lines = stripVTControlCharacters(output)
    .split(/\r?\n/)
    .map(line => line.trim());
  const first = lines.indexOf('─');
  const last = lines.lastIndexOf('─');
  return {progress: lines.slice(0, Math.max(first, 0)), summary: first < 0 ? [] : lines.slice(last + 1)};
}
