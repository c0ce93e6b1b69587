import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {createScope, startCluster} from '../start.ts';
import {type FleetPuller, startFleetPuller} from './fleet-puller.ts';
import {countReads} from './requests.ts';
import {renderTable} from './table.ts';

const changes = 100;

testsWith(controlPlane, 'changes of status', machine => {
  const scope = createScope();
  let cluster: ControlPlane;
  let puller: FleetPuller;
  test.before(async () => {
    cluster = await startCluster(scope, machine);
    puller = await startFleetPuller(scope, cluster, 'storm', {});
    await puller.edit('a=registry.test/a:1');
    await puller.untilIdle();
  });
  test.after.always(() => scope.end());

  /** As the DaemonSet controller's writes are in a large rollout; the conditions are a part of the status it leaves alone. */
  async function changeStatus(): Promise<void> {
    const path = '/apis/apps/v1/namespaces/storm/daemonsets/kubernetes-image-puller/status';
    const {deliveries} = puller.installation.broker;
    const before = deliveries.length;
    for (let change = 0; change < changes; change++) {
      const conditions = [{type: 'Tested', status: 'True', reason: `Change${change}`}];
      await cluster.admin.ask('PATCH', path, {status: {conditions}});
    }
    await until(
      () => deliveries.length - before >= changes,
      () => deliveries.length - before,
      60_000,
    );
  }

  test.serial(`${changes} changes of a status cost apply three reads each at the most, and nobody a write`, async t => {
    const taken = await puller.record(changeStatus);
    t.log(`\n${renderTable({[`${changes} changes`]: taken})}`);
    t.deepEqual([...taken.requests.keys()].toSorted(), [
      'apply: get configmaps',
      'apply: get daemonsets',
      'apply: list daemonsets',
    ]);
    t.is(taken.wakes.apply, changes);
    t.true(countReads(taken.requests, 'apply') <= 3 * changes);
    t.deepEqual(puller.installation.broker.deadLetters, []);
  });

  test.serial('changes that come while apply is not at work are seen to together', async t => {
    const pid = puller.installation.functions.get('apply')?.program.pid ?? 0;
    const taken = await puller.record(async () => {
      process.kill(pid, 'SIGSTOP');
      try {
        await changeStatus();
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    });
    t.log(`\n${renderTable({[`${changes} changes`]: taken})}`);
    t.is(taken.wakes.apply, changes);
    const runs = taken.requests.get('apply: list daemonsets') ?? 0;
    t.true(runs > 0 && runs < changes / 2, `${runs} runs`);
    t.deepEqual(puller.installation.broker.deadLetters, []);
  });
});
