import test, {type ExecutionContext} from 'ava';
import type {PodList} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {buildFileImage} from '../images/index.ts';
import {assertRate, findGaps} from './gaps.ts';
import {sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {type NodePuller, startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

testsOnNode('images stay held on a real node', shared => {
  test.serial('while the list is edited there is no moment without an image that stays in it', async t => {
    const {registry, node} = shared();
    const puller = await startLetters(t, 'edits');
    const list = (letters: string) =>
      [...letters].map(letter => `${letter}=${registry.host}/edits/${letter}:1`).join(';');
    await puller.edit({IMAGES: list('ab')});
    await puller.untilImages({a: {held: 1}, b: {held: 1}});

    const sampling = sampleContainers(t, node);
    await puller.edit({IMAGES: list('ac')});
    await untilHeld(puller, 'ac');
    // Two more, the second while the first is on its way.
    await puller.edit({IMAGES: list('cad')});
    await until(() => puller.readHolders().length > 2, puller.readHolders, patience);
    await puller.edit({IMAGES: list('ab')});
    await untilHeld(puller, 'ab');
    const samples = sampling.stop();
    assertRate(t, samples);
    t.deepEqual(findGaps(samples, 'edits', 'a'), []);
    t.is(findGaps(samples, 'edits', 'b').length, 1, 'one sees that it left and came back');
  });

  test.serial(
    'a tag that moved is there after the next refresh, and there is no moment without it or another image',
    async t => {
      const {registry, node, cluster} = shared();
      const puller = await startLetters(t, 'refresh');
      await puller.edit({IMAGES: `a=${registry.host}/refresh/a:1;b=${registry.host}/refresh/b:1`});
      await puller.untilImages({a: {held: 1}, b: {held: 1}});
      const [old] = puller.readHolders();
      const digest = await registry.push('refresh/a', '1', await buildFileImage('moved'));
      const asked = registry.requests().length;

      const sampling = sampleContainers(t, node);
      await puller.restart(2);
      await until(() => isRolled(puller, old?.podUid), puller.readHolders, patience);
      const samples = sampling.stop();
      assertRate(t, samples);
      t.deepEqual([findGaps(samples, 'refresh', 'a'), findGaps(samples, 'refresh', 'b')], [[], []]);
      const readPods = () => cluster.admin.ask<PodList>('GET', '/api/v1/namespaces/refresh/pods');
      await until(async () => (await readPods()).items.length === 1, readPods, patience);
      const held = (await readPods()).items[0]?.status?.containerStatuses?.find(({name}) => name === 'a');
      t.is(held?.imageID, `${registry.host}/refresh/a@${digest}`);
      const requests = registry
        .requests()
        .slice(asked)
        .filter(({name}) => name.startsWith('refresh/'))
        .map(({name, method, kind}) => `${name} ${method} ${kind}`);
      t.deepEqual(requests, [
        'refresh/a HEAD manifest',
        'refresh/a GET manifest',
        'refresh/a GET blob',
        'refresh/a GET blob',
        'refresh/b HEAD manifest',
        // What the scout has pulled is there: the pods ask, and pull nothing.
        'refresh/a HEAD manifest',
        'refresh/b HEAD manifest',
      ]);
      t.true((await puller.readStory()).some(line => line.startsWith('Normal RefreshStarted: ')));
    },
  );

  test.serial('a DaemonSet that is deleted and made anew leaves a gap, as one can see', async t => {
    const {registry, node} = shared();
    const puller = await startLetters(t, 'deleted');
    await puller.edit({IMAGES: `a=${registry.host}/deleted/a:1`});
    await puller.untilImages({a: {held: 1}});
    const [old] = puller.readHolders();
    const sampling = sampleContainers(t, node);
    await puller.deleteDaemonSet();
    await until(() => isRolled(puller, old?.podUid), puller.readHolders, patience);
    const gaps = findGaps(sampling.stop(), 'deleted', 'a');
    t.log(`${Math.round(gaps[0] ?? 0)} ms without a holder`);
    t.is(gaps.length, 1);
  });

  /** A puller, and images a to d for it in the registry. */
  async function startLetters(t: ExecutionContext, namespace: string): Promise<NodePuller> {
    for (const letter of 'abcd') {
      await shared().registry.push(`${namespace}/${letter}`, '1', await buildFileImage(`${letter} of ${namespace}`));
    }
    return await startPuller(t, shared(), namespace);
  }
});

/** Waits until one pod is left, and that it holds images of just these names. */
const untilHeld = (puller: NodePuller, names: string): Promise<void> =>
  until(
    () =>
      puller
        .readHolders()
        .map(({name}) => name)
        .join('') === names,
    puller.readHolders,
    patience,
  );

/** Is another pod there than the old one, and no other beside it? */
function isRolled(puller: NodePuller, oldPodUid: string | undefined): boolean {
  const pods = new Set(puller.readHolders().map(({podUid}) => podUid));
  return pods.size === 1 && !pods.has(oldPodUid ?? '');
}
