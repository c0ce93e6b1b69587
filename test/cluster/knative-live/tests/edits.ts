import test from 'ava';
import {until} from '../../../support/until.ts';
import {buildFileImage} from '../../images/index.ts';
import {knativeKinds, patience, renderedObjects, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {seconds, since} from './format.ts';
import {namespace} from './names.ts';

/** The installation itself, and edits of its pullers. */
export function testEdits(shared: () => LiveKnative): void {
  const installation = () => viewInstallation(shared(), namespace);

  test.serial('applied once, every object of Knative is Ready', async t => {
    const {registry, shell, install} = shared();
    for (const letter of 'abc') await registry.push(letter, '1', await buildFileImage(`image ${letter}`));
    const begun = performance.now();
    await install(namespace);
    await installation().untilReady();
    t.log(`Ready after ${since(begun)}`);
    const made = (await shell(`kubectl get ${knativeKinds} -n ${namespace} -o name`)).split('\n');
    t.deepEqual(made.map(name => name.replace(/\..*\//, '/')).toSorted(), renderedObjects);
  });

  test.serial('a ConfigMap wakes functions that are at zero, and its image is held on the node', async t => {
    t.timeout(600_000);
    await installation().untilZero();
    const puller = installation().view('first');
    const cold = performance.now();
    t.log(`cold: in the DaemonSet after ${seconds(await puller.timeEdit(['a']))}`);
    await until(() => puller.readHeld().join() === 'a', puller.readStory, patience);
    t.log(`cold: held after ${since(cold)}`);
    const isTold = async () => (await puller.readStory()).some(told => told.startsWith('Normal Applied'));
    await until(isTold, puller.readStory, patience);
    const warm = performance.now();
    t.log(`warm: in the DaemonSet after ${seconds(await puller.timeEdit(['a', 'b']))}`);
    await until(() => puller.readHeld().join() === 'a,b', puller.readStory, patience);
    t.log(`warm: held after ${since(warm)}`);
    t.deepEqual(await puller.readImages(), ['a', 'b']);
  });

  test.serial('a second puller beside it holds its own image, and the first is left alone', async t => {
    const [first, second] = [installation().view('first'), installation().view('second')];
    const before = await first.readDaemonSet();
    await second.timeEdit(['c']);
    await until(() => second.readHeld().join() === 'c', second.readStory, patience);
    const after = await first.readDaemonSet();
    t.deepEqual(after?.metadata.generation, before?.metadata.generation);
    await second.deleteConfigMap();
    await until(() => second.readHeld().length === 0, second.readStory, patience);
    t.deepEqual(first.readHeld(), ['a', 'b']);
  });

  test.serial('applied a second time no revision is made, and every object is Ready still', async t => {
    const {shell, install} = shared();
    const readRevisions = () => shell(`kubectl get revisions -n ${namespace} -o name`);
    const before = await readRevisions();
    await install(namespace);
    await installation().untilReady();
    t.is(await readRevisions(), before);
  });
}
