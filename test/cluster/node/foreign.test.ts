import test, {type ExecutionContext} from 'ava';
import {until} from '../../support/until.ts';
import {changePods, type Injected, injectContainer} from '../admission/policy.ts';
import {buildFileImage} from '../images/index.ts';
import {measureGaps, sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {type NodePuller, startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

testsOnNode('containers that a policy puts into the pods on a real node', shared => {
  /** A puller with images a and b, whose pods a policy gives a container more, in a namespace of its own. */
  async function start(t: ExecutionContext, namespace: string, injected: Injected) {
    const {cluster, registry} = shared();
    for (const name of ['a', 'b', 'c'])
      await registry.push(`${namespace}/${name}`, '1', await buildFileImage(`${name} of ${namespace}`));
    const list = (letters: string) => ({
      IMAGES: [...letters].map(letter => `${letter}=${registry.host}/${namespace}/${letter}:1`).join(';'),
      ROLLOUT_MAX_NODES: '1',
    });
    const puller = await startPuller(t, shared(), namespace);
    await changePods(t, cluster.admin, namespace, injectContainer(injected));
    await puller.edit(list('ab'));
    return {puller, list};
  }

  test.serial(
    'one whose image is absent is named in status and Event, while the images are held; an edit of one image leaves the other no moment without a holder',
    async t => {
      const {registry, node} = shared();
      const absent = `${registry.host}/meshed/proxy:absent`;
      const {puller, list} = await start(t, 'meshed', {name: 'istio-proxy', image: absent});
      const {ready, images} = await puller.untilImages({a: {held: 1}, b: {held: 1}});
      t.false(ready);
      t.deepEqual(
        images.map(({reasons}) => reasons),
        [[], []],
      );
      const words =
        /not Ready because of a container that this puller did not add: container istio-proxy: not found: (ErrImagePull|ImagePullBackOff): /;
      const readProblems = async () => (await puller.readStatus())?.problems ?? [];
      await until(async () => words.test((await readProblems()).join()), readProblems, patience);
      t.is((await readProblems()).length, 1);
      t.regex((await readProblems())[0] ?? '', /^pods on 1 node are not Ready .* \(1 node\)$/);
      await untilTold(puller, 'Warning PodsBlocked: pods on 1 node are ', words);
      t.deepEqual(
        puller.readHolders().map(({name}) => name),
        ['a', 'b'],
      );

      const sampling = sampleContainers(t, node);
      await puller.edit(list('ac'));
      await puller.untilImages({a: {held: 1}, c: {held: 1}});
      await until(async () => (await puller.readPods()).length === 1, puller.readPods, patience);
      t.deepEqual(
        measureGaps(sampling.stop(), container => container.namespace === 'meshed' && container.name === 'a'),
        [],
      );
      t.is(await puller.readDaemonSet('kubernetes-image-puller-bridge'), undefined);
      t.false((await puller.readStatus())?.ready);
      t.notRegex((await puller.readStory()).join('\n'), / Image(Failing|Isolated): /);
    },
  );

  test.serial('a sidecar whose image is absent lets nothing begin: the images wait, with its reason', async t => {
    const absent = `${shared().registry.host}/sidecar/proxy:absent`;
    const {puller} = await start(t, 'sidecar', {name: 'istio-proxy', image: absent, isSidecar: true});
    const readImages = async () => (await puller.readStatus())?.images;
    const waits = /^init container istio-proxy: not found: (ErrImagePull|ImagePullBackOff): .* \(1 node\)$/;
    await until(
      async () => (await readImages())?.every(({reasons: [reason = '']}) => waits.test(reason)) === true,
      readImages,
      patience,
    );
    for (const image of (await readImages()) ?? [])
      t.like(image, {held: 0, started: 0, pulling: 0, failing: 0, waiting: 1});
    t.false((await puller.readStatus())?.ready);
    t.deepEqual(puller.readHolders(), []);
    t.notRegex((await puller.readStory()).join('\n'), / Image(Failing|Isolated): /);
  });

  test.serial(
    'a sidecar that ends again and again after it began is named, and the images are held beside it',
    async t => {
      const {sleepImage} = shared();
      const injected = {name: 'istio-proxy', image: sleepImage, command: ['/sleep', '3s'], isSidecar: true};
      const {puller} = await start(t, 'ending', injected);
      await puller.untilImages({a: {held: 1}, b: {held: 1}});
      const words =
        /not Ready because of a container that this puller did not add: container istio-proxy: Completed: exit code 0 /;
      const readSidecar = async () =>
        (await puller.readPods())[0]?.status?.initContainerStatuses?.find(({name}) => name === injected.name);
      const readState = async () => ({
        sidecar: await readSidecar(),
        status: await puller.readStatus(),
        story: await puller.readStory(),
      });
      // The kubelet waits for 10 s, then 20, then 40, before it starts it again: now there is time to look.
      const isOver = async () => {
        const {restartCount = 0, state} = (await readSidecar()) ?? {};
        return restartCount >= 3 && state?.terminated !== undefined;
      };
      await until(isOver, readState, 2 * patience);
      const {ready, problems = []} = (await puller.readStatus()) ?? {};
      t.false(ready);
      t.regex(problems.join(), words);
      // The tick: of a pod that was Ready before nobody is rung.
      await puller.restart(0);
      await untilTold(puller, 'Warning PodsBlocked: pods on 1 node are ', words);
      t.deepEqual(
        puller.readHolders().flatMap(({name}) => (name === 'istio-proxy' ? [] : name)),
        ['a', 'b'],
      );
      t.notRegex((await puller.readStory()).join('\n'), / Image(Failing|Isolated): /);
    },
  );
});

/** Waits until the story has, once, a line that begins so and says that. */
const untilTold = (puller: NodePuller, beginning: string, words: RegExp): Promise<void> =>
  until(
    async () => (await puller.readStory()).filter(line => line.startsWith(beginning) && words.test(line)).length === 1,
    puller.readStory,
    patience,
  );
