/**
 * Runs a program of this repository by a Node that can. All scripts of package.json and of the workspaces that want one
 * begin here, so that each works on a fresh clone, whatever npm and Node the machine has:
 *
 *   .ci/with-node knative/local/start/main.ts [ARGUMENTS]    a file, from the directory where it is called
 *   .ci/with-node test [ARGUMENTS]                           tasks of turbo, see node/command.mjs
 *
 * It installs what is missing, finds a Node that runs TypeScript, and is that program for whoever started it: the same
 * terminal, the same signals, the same exit status.
 *
 * Plain JavaScript for Node 18 and later: whatever Node came with npm runs it.
 */
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {endLike, runChild} from './node/child.mjs';
import {chooseCommand, describeBuilt} from './node/command.mjs';
import {linkNode, putFirst} from './node/path.mjs';
import {makeReady} from './prepare/make-ready.mjs';
import {assessDirectory, assessTemporary} from './prepare/writable.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function run() {
  const command = chooseCommand(process.argv.slice(2), root);
  // Plain JavaScript of .ci needs nothing that an install brings.
  if (command.isPlain) return await runChild(process.execPath, command.words);
  const problem = assessTemporary(process.env) ?? (command.isTurbo ? assessDirectory(root) : undefined);
  if (problem !== undefined) return {problem};
  const ready = await makeReady(root);
  if (ready.node === undefined) return ready;
  const bin = linkNode(root, ready.node);
  const env = {...putFirst(process.env, bin), ...command.env};
  const ended = await runChild(ready.node, command.words, {env});
  // Turbo ends with 0 where it was interrupted, whatever was still to be done.
  if (command.isTurbo && ended.status === 0 && ended.heard !== undefined) return {signal: ended.heard};
  if (command.builds && ended.status === 0) console.log(describeBuilt(root));
  return ended;
}

const ended = await run();
if (ended.problem !== undefined) console.error(ended.problem);
endLike(ended);
