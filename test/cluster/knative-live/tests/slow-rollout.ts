import {setTimeout as wait} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {until} from '../../../support/until.ts';
import {buildFileImage} from '../../images/index.ts';
import {type Instance, patience, recordFunctions, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {seconds} from './format.ts';
import {withBoth} from './names.ts';

/**
 * How late a registry answers each request for that image, in milliseconds. containerd gives up after 30 s; it asks for the
 * tag, the manifest and the layer, one after the other: longer than any function works at one piece (60 s).
 */
const late = 25_000;

/** What is soon: that share of the time which the rollout takes. */
const soon = 0.25;

/** A rollout that takes longer than a minute, in installations with either Broker at the same time. */
export function testSlowRollout(shared: () => LiveKnative): void {
  test.serial(
    'while an edit rolls out for over a minute it is told, others go on, and no function is cut off',
    async t => {
      const {registry} = shared();
      await registry.push('slow', '1', await buildFileImage('image slow'));
      registry.setIntercept(({name}) => (name === 'slow' ? {after: wait(late)} : undefined));
      t.teardown(() => registry.setIntercept(undefined));
      t.timeout(600_000);
      await withBoth((broker, namespace) => rollSlowly(t, shared(), broker, namespace));
    },
  );
}

async function rollSlowly(t: ExecutionContext, live: LiveKnative, broker: string, namespace: string): Promise<void> {
  const installation = viewInstallation(live, namespace);
  const {instances} = recordFunctions(t, live, namespace);
  const [rolling, other] = [installation.view('rolling'), installation.view('other')];
  await rolling.timeEdit(['a']);
  await other.timeEdit(['b']);
  await until(() => rolling.readHeld().join() === 'a', rolling.readStory, patience);

  const begun = performance.now();
  await rolling.timeEdit(['a', 'slow']);
  const isTold = async () => (await rolling.readStory()).some(told => /^Normal Applied: .* for 2 images/.test(told));
  const state = async () => ({story: await rolling.readStory(), said: describe(instances())});
  const telling = until(isTold, state, patience).then(() => performance.now() - begun);
  const edited = await other.timeEdit(['a', 'b']);
  const told = await telling;
  t.log(`${broker}: told after ${seconds(told)}, meanwhile another puller's edit applied after ${seconds(edited)}`);
  await until(() => rolling.readHeld().join() === 'a,slow', state, patience);
  const held = performance.now() - begun;
  t.log(`${broker}: held after ${seconds(held)}`);
  t.true(held > 60_000);
  t.true(Math.max(told, edited) < soon * held);
  await installation.untilZero();
  const bad = instances()
    .flatMap(({log}) => log)
    .filter(line => /cut off|"unavailable"|"defect"/.test(line));
  t.deepEqual(bad, [], broker);
  for (const puller of [rolling, other]) await puller.deleteConfigMap();
}

const describe = (instances: readonly Instance[]) =>
  instances.map(({service, log}) => ({service, last: log.slice(-12)}));
