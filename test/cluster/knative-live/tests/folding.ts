import test from 'ava';
import {until} from '../../../support/until.ts';
import {recordFunctions, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {namespace} from './names.ts';

/** Changes at once, as the status of a DaemonSet changes in a rollout over many nodes. */
const changes = 100;

const patience = 120_000;

/** Events that ring for the same object while apply is at work on it. */
export function testFolding(shared: () => LiveKnative): void {
  test.serial('a hundred changes of a DaemonSet at once are far fewer runs of apply', async t => {
    const {cluster} = shared();
    const puller = viewInstallation(shared(), namespace).view('first');
    const {instances} = recordFunctions(t, shared(), namespace);
    const readEntries = () =>
      instances()
        .filter(({service}) => service === 'image-puller-apply')
        .flatMap(({log}) => log.filter(line => line.includes('"kind":"DaemonSet"')));
    const count = (outcome: string) => readEntries().filter(line => line.includes(`"outcome":"${outcome}"`)).length;
    const before = {done: count('done'), covered: count('covered')};
    const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/first`;
    const change = (_: unknown, number: number) =>
      cluster.admin.ask('PATCH', path, {metadata: {annotations: {change: `${number}`}}});
    // Many at a time, so that they come faster than one run after the other could take them.
    await Promise.all(Array.from({length: changes}, change));
    const counts = () => ({done: count('done') - before.done, covered: count('covered') - before.covered});
    await until(
      () => counts().done + counts().covered >= changes,
      () => ({...counts(), entries: readEntries().slice(-5)}),
      patience,
    );
    t.log(`${counts().done} runs for ${changes} changes`);
    t.true(counts().done < changes / 2, JSON.stringify(counts()));
    await puller.untilRolledOut();
  });
}
