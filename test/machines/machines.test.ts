import {execFile} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {root} from '../repository/root.ts';
import {testWith} from '../support/needs.ts';
import {runNpm} from './command.ts';
import {makeFreshClone} from './fresh-clone.ts';
import {describeEnvironment, nodePackage, provideMachine} from './machine.ts';
import {chooseMachines} from './versions.ts';

/** Machines with this major version of Node or a later one run the project by their own; the others by the pinned one. */
const able = 24;

async function readPinned(name: string): Promise<string | undefined> {
  const manifest: {readonly optionalDependencies: Readonly<Record<string, string>>} = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  return manifest.optionalDependencies[name];
}

for (const {npm, node} of chooseMachines(process.argv.slice(2))) {
  testWith(
    nodePackage,
    `both commands of the README work on a fresh clone with npm ${npm} on Node ${node}`,
    async (t, name) => {
      const bin = await provideMachine({npm, node}, name);
      const {directory, temporary} = await makeFreshClone(t);
      const on = {cwd: directory, env: describeEnvironment(bin, temporary)};
      const {stdout} = await promisify(execFile)('npm', ['--version'], on);
      t.is(stdout.trim(), npm);

      const begun = Date.now();
      const start = runNpm(t, ['start', '--', '--port', '0', '--speed', '20'], on);
      await start.see(/All 4 images are held on all 3 nodes: it took \d+\.\d s/);
      await start.see(/Ctrl-C to stop/);
      const started = Date.now();
      start.signal('SIGTERM');
      await start.ended();
      t.regex(start.output(), /Stopped; only .*images\.yaml and tags\.yaml are left/);

      const expected = Number.parseInt(node, 10) >= able ? node : await readPinned(name);
      const used = await promisify(execFile)(join(directory, 'node_modules', '.bin', 'node'), ['--version']);
      t.is(used.stdout.trim(), `v${expected}`);

      const test = runNpm(t, ['test', '--', 'shared/decide/sync.test.ts'], on);
      t.is(await test.ended(), 0, test.output());
      t.regex(test.output(), /\d+ tests passed/);
      t.false(test.output().includes('tests failed'));
      t.deepEqual(
        (await readdir(temporary)).filter(file => !file.startsWith('node-')),
        [],
      );
      const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(0)} s`;
      t.log(
        `npm ${npm} | Node ${node} | runs by ${used.stdout.trim()} | install and start ${seconds(begun, started)} | test ${seconds(started, Date.now())}`,
      );
    },
  );
}
