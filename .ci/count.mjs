/**
 * Says how many tests passed and failed, in one plain line for machines: `tests: 12 passed, 0 failed, 1 skipped`.
 *
 *   node .ci/count.mjs STATUS LOG [STATUS LOG]...      the exit status of a command that ran tests, and a file of what it wrote
 *
 * Its own exit status is 0 only where each command ended with 0 and ran tests.
 */
import {readFileSync} from 'node:fs';
import {count} from './count/count.mjs';

const total = {passed: 0, failed: 0, skipped: 0};
const runs = process.argv.slice(2);
if (runs.length === 0 || runs.length % 2 === 1) throw new Error('usage: node .ci/count.mjs STATUS LOG [STATUS LOG]...');
for (let index = 0; index < runs.length; index += 2) {
  const {problem, ...counts} = count(readFileSync(runs[index + 1], 'utf8'), Number(runs[index]));
  if (problem !== undefined) console.log(problem);
  for (const [what, number] of Object.entries(counts)) total[what] += number;
}
const {passed, failed, skipped} = total;
console.log(`tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
