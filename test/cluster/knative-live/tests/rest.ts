import test from 'ava';
import {until} from '../../../support/until.ts';
import {addTrigger, recordFunctions, startSubscriber, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {countEvents, describeInstance} from './describe.ts';
import {since} from './format.ts';
import {namespace} from './names.ts';

/** What is rest: so long with no pod of a function, and no event, in milliseconds. */
const minute = 60_000;

/**
 * How long an edit, its end and a minute of rest may take, in milliseconds; a tick in between begins the minute again.
 * Functions that wake each other again and again would not come to rest in this time.
 */
const patience = 450_000;

/** More events than that after one edit are a chain that somebody should look at; there were about ten. */
const most = 40;

/** What runs and what is told when nothing is to be done any more. */
export function testRest(shared: () => LiveKnative): void {
  test.serial(
    'after an edit a few events are told, then no function runs and none comes for a whole minute',
    async t => {
      t.timeout(900_000);
      const installation = viewInstallation(shared(), namespace);
      const puller = installation.view('rest');
      await installation.untilZero();
      const {url, heard} = await startSubscriber(t, true);
      await addTrigger(shared(), namespace, 'all', url);
      t.teardown(() => shared().shell(`kubectl delete trigger all -n ${namespace}`));
      const {instances} = recordFunctions(t, shared(), namespace);

      const begun = performance.now();
      await puller.timeEdit(['a', 'b', 'c']);
      await until(() => puller.readHeld().join() === 'a,b,c', puller.readStory, patience);
      t.log(`cold: held after ${since(begun)}`);
      const lastSign = () => Math.max(...heard.map(({at}) => at), ...instances().map(({to}) => to));
      const state = () => ({heard, instances: instances().map(describeInstance)});
      await until(() => Date.now() - lastSign() > minute, state, patience);
      for (const instance of instances()) t.log(describeInstance(instance));
      t.log(countEvents(heard).join(', '));
      t.true(heard.length > 0 && heard.length <= most, countEvents(heard).join());
      t.deepEqual(puller.readHeld(), ['a', 'b', 'c']);
    },
  );
}
