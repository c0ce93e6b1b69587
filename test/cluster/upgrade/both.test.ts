import test, {type ExecutionContext} from 'ava';
import {until} from '../../support/until.ts';
import {sampleContainers} from '../node/index.ts';
import {startBoth} from './both.ts';
import {type GoPullerTimes, startGoPuller} from './go-puller/index.ts';
import {findGaps} from './holders.ts';
import {upgrade} from './procedure.ts';
import {findSpecWrites, readRequests} from './requests.ts';
import {testsOfUpgrade} from './shared-node.ts';
import {summarize} from './summary.ts';
import {type Way, ways} from './ways.ts';

await testsOfUpgrade('a Go puller and the functions at the same time', shared => {
  for (const way of ways) {
    test.serial(
      `${way.name}: what a Go puller makes anew is adopted each time, neither fails, and the author is told`,
      async t => {
        await runBoth(t, way, `both-${way.name.toLowerCase()}`, {interval: 3000});
      },
    );
  }

  // Which of the two is first is chance; in one process the functions often are.
  test.serial(
    'a Go puller that comes late finds its name taken, fails, and deletes again at its next start',
    async t => {
      const [way] = ways.filter(({name}) => name === 'standalone');
      if (way === undefined) throw new Error('no such way');
      const times = {interval: 2000, delay: 3000, restartAfter: 500};
      const {goPullersLog} = await runBoth(t, way, 'both-late', times);
      t.true(goPullersLog.some(line => /^Fatal: Failed to create daemonset: .* already exists$/.test(line)));
    },
  );

  /** Lets both run until the Go puller has deleted the DaemonSet three times, and then the functions alone. */
  async function runBoth(t: ExecutionContext, way: Way, namespace: string, times: GoPullerTimes) {
    const {cluster, node, recorded} = shared();
    const {goPuller: first, functions, puller, shell} = await startBoth(t, shared(), way, namespace);
    await shell(upgrade.label);
    await shell(upgrade.untilAdopted);
    await shell(upgrade.untilRolled);
    // Its pod is moved to another node: it ends without a word, and the next one deletes at its start.
    await first.program.kill();
    const sampling = sampleContainers(t, node);
    const goPuller = await startGoPuller(t, cluster, namespace, recorded, times);
    const readGoPullers = () => readRequests(cluster, namespace, 'Go puller');
    await until(async () => count(await readGoPullers(), 'delete 200') >= 3, readGoPullers, 180_000);
    await goPuller.program.kill();
    await shell(upgrade.untilAtRest);
    await functions.tick();
    const read = async () => summarize((await puller.readDaemonSet()) ?? {});
    await until(async () => (await read()).owners[0] === 'ConfigMap k8s-image-puller', read, 60_000);
    await shell(upgrade.untilRolled);
    t.log('milliseconds without a holder', findGaps(sampling.stop(), namespace));

    const deletions = count(await readGoPullers(), 'delete 200');
    const requests = await readRequests(cluster, namespace, 'functions');
    const writes = findSpecWrites(requests);
    t.log(
      `${deletions} deletions by the Go puller, ${writes.length} specs written by the functions, ${requests.length} requests to write`,
    );
    // For each of its DaemonSets: adopted by one write, or made by one and recorded by another.
    t.true(writes.length <= 2 * (deletions + 1));
    // With conflicts, and what is noted of images.
    t.true(requests.length <= 8 * (deletions + 1));
    t.deepEqual(
      (await functions.readLogs()).filter(({severity}) => severity === 'ERROR'),
      [],
    );
    t.deepEqual(functions.deadLetters(), []);
    const story = await puller.readStory();
    t.true(
      story.some(line => line.startsWith('Warning GoPullerRuns: ')),
      story.join('\n'),
    );
    t.log(story);
    return {goPullersLog: await goPuller.readLog()};
  }
});

const count = (requests: readonly string[], wanted: string): number =>
  requests.filter(request => request === wanted).length;
