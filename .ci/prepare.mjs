/**
 * Installs what is missing, and makes sure that there is a Node which can run this: `node .ci/prepare.mjs`. What
 * package.json runs does so by itself (with-node.mjs); this is for a build machine, or a network that will be gone.
 *
 * Plain JavaScript for Node 18 and later: whatever Node came with npm runs it.
 */
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {endLike} from './node/child.mjs';
import {linkNode} from './node/path.mjs';
import {makeReady} from './prepare/make-ready.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ready = await makeReady(root);
if (ready.node === undefined) {
  if (ready.problem !== undefined) console.error(ready.problem);
  endLike(ready);
} else {
  linkNode(root, ready.node);
}
