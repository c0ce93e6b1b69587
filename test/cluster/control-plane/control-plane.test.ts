import {mkdtemp, readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import {testWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';
import {findVersion} from '../tools/index.ts';
import {type ControlPlane, startControlPlane} from './index.ts';

testWith(
  controlPlane,
  'a control plane starts, says its version and stops; another one runs beside it, and began with what the first wrote',
  async (t, machine) => {
    const directory = await mkdtemp(join(machine.directory, 'pair-'));
    const one = await startCluster(t, {...machine, directory});
    const two = await startCluster(t, {...machine, directory}, {controllers: false});
    const readRole = ({admin}: ControlPlane) =>
      admin.ask<{readonly metadata: ObjectMeta}>(
        'GET',
        '/apis/rbac.authorization.k8s.io/v1/clusterroles/cluster-admin',
      );
    t.is((await readRole(two)).metadata.uid, (await readRole(one)).metadata.uid, 'it need not write it again');
    const {gitVersion} = await one.admin.ask<{readonly gitVersion: string}>('GET', '/version');
    t.is(gitVersion, findVersion('kubernetes', 'k8s.io/kubernetes'));
    const configMap = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}};
    await one.admin.ask('POST', '/api/v1/namespaces/default/configmaps', configMap);
    t.is((await two.admin.call('GET', '/api/v1/namespaces/default/configmaps/a')).status, 404, 'each is its own');
    await Promise.all([one.stop(), two.stop()]);
    t.deepEqual(await findLeft(one.directory), []);
  },
);

for (const [program, flags] of [
  ['kube-apiserver', 'apiServerFlags'],
  ['kube-controller-manager', 'controllerFlags'],
] as const) {
  testWith(
    controlPlane,
    `where ${program} does not come up one is told its last words, and nothing of the control plane goes on`,
    async (t, {directory}) => {
      const parent = await mkdtemp(join(directory, 'failing-'));
      const error = await t.throwsAsync(startControlPlane({parent, [flags]: ['--no-such-flag']}));
      t.regex(error?.message ?? '', new RegExp(`^${program} ended:[^]*unknown flag: --no-such-flag`));
      t.deepEqual(await findLeft(parent), []);
      t.deepEqual(await readdir(join(parent, 'service-networks')), [], 'its network is free again');
    },
  );
}

/** The command lines of the processes that work in a directory. */
async function findLeft(directory: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter(line => line.includes(directory));
}
