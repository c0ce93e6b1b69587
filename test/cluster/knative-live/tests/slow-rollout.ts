import {setTimeout as wait} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {until} from '../../../support/until.ts';
import {buildFileImage} from '../../images/index.ts';
import type {Scope} from '../../start.ts';
import {patience, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {seconds} from './format.ts';
import type {Place} from './names.ts';

/**
 * How late a registry answers each request for that image, in milliseconds. containerd gives up after 30 s; it asks for the
 * tag, the manifest and the layer, one after the other: longer than any function works at one piece (60 s).
 */
const late = 25_000;

/** What is soon: that share of the time which the rollout takes. */
const soon = 0.25;

/** Makes the registry of a test one that answers late for the image `slow`. */
export async function slowDown(t: Scope, {registry}: LiveKnative): Promise<void> {
  await registry.push('slow', '1', await buildFileImage('image slow'));
  registry.setIntercept(({name}) => (name === 'slow' ? {after: wait(late)} : undefined));
  t.teardown(() => registry.setIntercept(undefined));
}

/** An edit whose rollout takes longer than a minute, and one of another puller meanwhile: both are applied and told soon. */
export async function rollSlowly(t: ExecutionContext, {live, broker, namespace, functions}: Place): Promise<void> {
  const installation = viewInstallation(live, namespace);
  const [rolling, other] = [installation.view('rolling'), installation.view('other')];
  await rolling.timeEdit(['a']);
  await other.timeEdit(['b']);
  await until(() => rolling.readHeld().join() === 'a', rolling.readStory, patience);

  const begun = performance.now();
  await rolling.timeEdit(['a', 'slow']);
  const isTold = async () => (await rolling.readStory()).some(told => /^Normal Applied: .* for 2 images/.test(told));
  const state = async () => ({story: await rolling.readStory(), functions: functions()});
  const telling = until(isTold, state, patience).then(() => performance.now() - begun);
  const edited = await other.timeEdit(['a', 'b']);
  const told = await telling;
  t.log(`${broker}: told after ${seconds(told)}, meanwhile another puller's edit applied after ${seconds(edited)}`);
  await until(() => rolling.readHeld().join() === 'a,slow', state, patience);
  const held = performance.now() - begun;
  t.log(`${broker}: held after ${seconds(held)}`);
  t.true(held > 60_000);
  t.true(Math.max(told, edited) < soon * held);
  for (const puller of [rolling, other]) await puller.deleteConfigMap();
}
