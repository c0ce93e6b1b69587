import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {buildSleepImage} from '../images/index.ts';
import {realNode} from '../needs.ts';
import {startRegistry} from '../registry/index.ts';
import {startCluster} from '../start.ts';
import {listChildren, readText} from './cgroups.ts';
import {startNode} from './index.ts';
import {patience} from './patience.ts';
import {tryPod} from './pods.ts';
import {findTraces} from './traces.ts';

const cluster = join(import.meta.dirname, '..');

/** Set in the run inside a run: there this file is a node that stays until the run is ended. */
const inside = 'IMAGE_PULLER_RUN_INSIDE';

if (process.env[inside] === 'true') {
  testWith(realNode, 'a node runs a pod until the run is ended', async (t, machine) => {
    const [cluster, registry] = await Promise.all([startCluster(t, machine), startRegistry(t, machine)]);
    await registry.push('user', '1', await buildSleepImage(machine.directory, 'a user'));
    await startNode(t, machine, cluster, {registry});
    t.is(await tryPod(cluster.admin, 'default', {name: 'user', image: `${registry.host}/user:1`}), 'runs');
    await wait(2 * patience);
    t.fail('nobody ended the run');
  });
} else {
  testWith(realNode, 'what a run leaves that was killed while a node ran, the next one takes away', async t => {
    const {run, directory, env} = await startRun(t);
    run.kill('SIGKILL');
    await once(run, 'close');
    await until(
      () => findTraces(directory, '').processes?.length === 0,
      () => findTraces(directory, '').processes?.map(pid => readText(`/proc/${pid}/cmdline`)),
      patience,
    );
    const left = findTraces(directory, '');
    t.true((left.cgroups?.length ?? 0) > 0, 'the kernel does not take cgroups away');
    t.deepEqual(left.files, [directory]);

    const sandbox = join(cluster, 'sandbox', 'index.ts');
    const script = `import(${JSON.stringify(sandbox)}).then(({sweep}) => sweep(console.log))`;
    const sweep = spawn(process.execPath, ['-e', script], {env});
    t.deepEqual(await once(sweep, 'close'), [0, null]);
    t.deepEqual(findTraces(directory, ''), nothing);
  });

  testWith(realNode, 'a run that is interrupted while a node runs leaves nothing', async t => {
    const {run, directory} = await startRun(t);
    run.kill('SIGINT');
    await once(run, 'close');
    t.deepEqual(findTraces(directory, ''), nothing);
  });
}

const nothing = {processes: [], mounts: [], cgroups: [], devices: [], files: []};

/** A run inside this one, and places of its own; on its node a container runs. */
async function startRun(t: ExecutionContext) {
  // Short: in here are sockets, whose names may have 107 letters.
  const place = await mkdtemp(join(tmpdir(), 'c-'));
  t.teardown(() => rm(place, {recursive: true, force: true}));
  const env = {...process.env, TMPDIR: place, [inside]: 'true'};
  const log: string[] = [];
  const run = spawn(process.execPath, [join(cluster, 'run.ts'), 'cluster/node/crash.test.ts'], {
    cwd: join(cluster, '..'),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => run.kill('SIGKILL'));
  for (const output of [run.stdout, run.stderr]) output.setEncoding('utf8').on('data', text => log.push(text));

  const findDirectory = async () => join(place, (await readdir(place))[0] ?? 'none');
  const hasContainer = async () => {
    const directory = await findDirectory();
    return listChildren(directory).some(
      name => listChildren(join(directory, name, 'state', 'io.containerd.runtime.v2.task', 'k8s.io')).length > 0,
    );
  };
  await until(hasContainer, () => log.join(''), patience);
  return {run, env, directory: await findDirectory()};
}
