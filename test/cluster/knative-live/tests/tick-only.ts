import test from 'ava';
import {until} from '../../../support/until.ts';
import {recordFunctions, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {describeInstance} from './describe.ts';
import {seconds} from './format.ts';

const namespace = 'ticking';

/** Between two ticks, and what a start from zero takes on a busy machine, in milliseconds. */
const patience = 150_000;

/** An installation without the watch. */
export function testTickOnly(shared: () => LiveKnative): void {
  test.serial(
    'without the watch an edit counts at the next tick, and between ticks nothing is there but what holds',
    async t => {
      const installation = viewInstallation(shared(), namespace);
      await shared().install(namespace, '--wake-on', 'tick', '--tick-schedule', '* * * * *');
      await installation.untilReady();
      const {instances} = recordFunctions(t, shared(), namespace);
      const puller = installation.view('first');
      const begun = Date.now();
      const taken = await puller.timeEdit(['a'], patience);
      t.log(`after ${seconds(taken)}, at ${new Date(begun + taken).toISOString()}`);
      await until(() => puller.readHeld().join() === 'a', puller.readStory, patience);
      await shared().shell(
        `kubectl patch pingsource image-puller-tick -n ${namespace} --type merge -p '{"spec":{"schedule":"0 0 1 1 *"}}'`,
      );
      await installation.untilZero();
      const pods = (await shared().readPods(namespace)).map(({metadata}) => metadata?.labels ?? {});
      t.deepEqual(
        pods.filter(labels => labels['app.kubernetes.io/managed-by'] === undefined),
        [],
      );
      for (const instance of instances()) t.log(describeInstance(instance));
    },
  );
}
