import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {testWith} from '../../support/needs.ts';
import {realNode} from '../needs.ts';
import {sandboxVariables} from './run-inside.ts';

/** A machine that has nothing of a node's, but a file, a directory and a link in the same places. */
const machine = `
mount -t tmpfs tmpfs /var/lib
mount -t tmpfs tmpfs /var/log
mkdir /var/lib/directory
echo content > /var/lib/directory/file
echo content > /var/log/file
ln -s file /var/log/link
`;

/** Says what it finds and does what a node does. */
const inside = `
cat /var/lib/directory/file /var/log/link
for directory in /var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers; do
  mkdir "$directory/made" && stat --file-system --format=%T "$directory"
done
echo changed > /var/log/file
`;

testWith(realNode, 'a node finds its directories in a sandbox, and leaves none on the machine', t => {
  const enter = `unshare --net --mount --pid --fork --mount-proc "${join(import.meta.dirname, 'enter.sh')}" bash -c "$1"`;
  const look = 'cat /var/log/file; cd /var; find lib log | sort';
  const {stdout, stderr, status} = spawnSync(
    'unshare',
    ['--mount', '--propagation', 'private', 'bash', '-euc', `${machine}${enter}; ${look}`, 'machine', inside],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      env: {PATH: process.env.PATH, [sandboxVariables.kind]: 'root'},
    },
  );
  t.deepEqual(
    {status, stderr, lines: stdout.trim().split('\n')},
    {
      status: 0,
      stderr: '',
      lines: [
        ...['content', 'content', 'tmpfs', 'tmpfs', 'tmpfs', 'tmpfs'],
        ...['changed', 'lib', 'lib/directory', 'lib/directory/file', 'log', 'log/file', 'log/link'],
      ],
    },
  );
});
