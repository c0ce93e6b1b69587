/**
 * Says how many tests passed and failed, in one plain line for machines: `tests: 12 passed, 0 failed, 1 skipped`.
 *
 *   node .ci/count.mjs STATUS <LOG      STATUS is the exit status of `npm test`, LOG what it wrote
 *
 * Its own exit status is 0 only where `npm test` ended with 0 and tests were run.
 */
import {readFileSync} from 'node:fs';
import {count} from './count/count.mjs';

const {passed, failed, skipped, problem} = count(readFileSync(0, 'utf8'), Number(process.argv[2]));
if (problem !== undefined) console.log(problem);
console.log(`tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
