import {readFileSync} from 'node:fs';
import test from 'ava';
import type {PodList} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {buildFileImage, buildIndex, buildSleepImage} from '../images/index.ts';
import {readMemory, readPages} from './memory.ts';
import {patience} from './patience.ts';
import {removePod, tryPod} from './pods.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

testsOnNode('images are held on a real node', shared => {
  test.serial(
    'images FROM scratch, with nothing in them to run, are held by the sleeper that installed itself',
    async t => {
      const {cluster, registry, machine} = shared();
      const digests = {
        a: await registry.push('hold/a', '1', await buildFileImage('a')),
        b: await registry.push('hold/b', '1', await buildFileImage('b')),
      };
      const images = {a: `${registry.host}/hold/a:1`, b: `${registry.host}/hold/b:1`};
      const puller = await startPuller(t, shared(), 'hold');
      await puller.edit({IMAGES: `a=${images.a};b=${images.b}`});

      const held = {held: 1, started: 0, pulling: 0, failing: 0, waiting: 0, reasons: [], rewritten: null};
      t.deepEqual(await puller.untilImages({a: {held: 1}, b: {held: 1}}), {
        name: 'k8s-image-puller',
        namespace: 'hold',
        ready: true,
        nodes: {eligible: 1, total: 1, excluded: []},
        images: [
          {name: 'a', image: images.a, ...held},
          {name: 'b', image: images.b, ...held},
        ],
        problems: [],
        lastRefresh: null,
      });
      const holders = puller.readHolders();
      t.deepEqual(
        holders.map(({name, image}) => ({name, image})),
        [
          {name: 'a', image: images.a},
          {name: 'b', image: images.b},
        ],
      );
      const {items} = await cluster.admin.ask<PodList>('GET', '/api/v1/namespaces/hold/pods');
      t.deepEqual(
        items.flatMap(({status}) => status?.containerStatuses?.map(({imageID}) => imageID)),
        [`${registry.host}/hold/a@${digests.a}`, `${registry.host}/hold/b@${digests.b}`],
      );
      const sleepLayer = (await buildSleepImage(machine.directory)).layers[0]?.content;
      for (const {pid} of holders) {
        t.is(readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '/kip/sleep\0infinity\0');
        t.true(sleepLayer?.includes(readFileSync(`/proc/${pid}/exe`)), 'byte for byte what is in the sleep image');
      }
    },
  );

  test.serial('the namespace of the holders enforces the restricted Pod Security level', async t => {
    const {cluster, registry} = shared();
    await startPuller(t, shared(), 'restricted');
    // As root, which holders are not.
    const pod = {metadata: {name: 'root'}, spec: {containers: [{name: 'main', image: `${registry.host}/sleep:1`}]}};
    const {status, body} = await cluster.admin.call('POST', '/api/v1/namespaces/restricted/pods', pod);
    t.is(status, 403);
    t.regex(JSON.stringify(body), /violates PodSecurity \\"restricted:latest\\"/);
  });

  test.serial('a holder takes a few pages of memory, and stays far from its limit', async t => {
    const {registry} = shared();
    await registry.push('memory', '1', await buildFileImage('memory'));
    const puller = await startPuller(t, shared(), 'memory');
    await puller.edit({IMAGES: `m=${registry.host}/memory:1`});
    await puller.untilImages({m: {held: 1}});
    const [holder, ...others] = puller.readHolders();
    t.deepEqual(others, []);
    if (holder === undefined) return t.fail('nothing holds it');
    await untilAsleep(holder.pid);
    const {charged} = readMemory(holder);
    const {anonymous, page} = readPages(holder.pid);
    t.log(`its own: ${anonymous / 1024} KiB; with what the kernel keeps for it: ${charged / 1024} KiB`);
    t.true(anonymous <= 4 * page, `pages of ${page / 1024} KiB`);
    t.true(charged < 4 * 1024 * 1024, 'a fifth of the limit that is set by default');
  });

  test.serial(
    'images that fail are told by name and reason, the others are held, and one that comes is held too',
    async t => {
      const {registry} = shared();
      const other = process.arch === 'arm64' ? 'amd64' : 'arm64';
      await registry.push('failing/good', '1', await buildFileImage('good'));
      await registry.push('failing/foreign', '1', buildIndex([await buildFileImage('foreign', other)]));
      const puller = await startPuller(t, shared(), 'failing');
      const image = (name: string) => `${registry.host}/failing/${name}:1`;
      await puller.edit({IMAGES: ['foreign', 'good', 'late'].map(name => `${name}=${image(name)}`).join(';')});

      const status = await puller.untilImages({foreign: {failing: 1}, good: {held: 1}, late: {failing: 1}});
      t.is(status.ready, false);
      const reasons = new Map(status.images.map(({name, reasons: [reason = '']}) => [name, reason]));
      t.regex(
        reasons.get('foreign') ?? '',
        /^no build for this platform: (ErrImagePull|ImagePullBackOff): .*no match for platform in manifest/,
      );
      t.regex(reasons.get('late') ?? '', /^not found: (ErrImagePull|ImagePullBackOff): .*not found/);
      t.is(reasons.get('good'), '');
      t.deepEqual(
        puller.readHolders().map(({name}) => name),
        ['good'],
      );
      const isTold = (words: string) => async () => (await puller.readStory()).some(line => line.startsWith(words));
      for (const name of ['foreign', 'late']) {
        await until(
          isTold(`Warning ImageFailing: ${name} (${image(name)}) fails on 1 of 1 nodes: `),
          puller.readStory,
          patience,
        );
      }

      const [before] = puller.readHolders();
      await registry.push('failing/late', '1', await buildFileImage('late'));
      // The kubelet tries again after 10 s, then 20, then 40.
      await puller.untilImages({foreign: {failing: 1}, good: {held: 1}, late: {held: 1}});
      await until(isTold('Normal ImageRecovered: late '), puller.readStory, patience);
      t.is(puller.readHolders()[0]?.id, before?.id, 'what was held was left alone');
    },
  );

  test.serial("what is held outlives the kubelet's garbage collection, what was merely pulled does not", async t => {
    const {cluster, registry, node} = shared();
    const held = await registry.push('garbage/held', '1', await buildFileImage('held'));
    const pulled = await registry.push('garbage/pulled', '1', await buildFileImage('pulled'));
    const puller = await startPuller(t, shared(), 'garbage');
    await puller.edit({IMAGES: `held=${registry.host}/garbage/held:1`});
    await puller.untilImages({held: {held: 1}});
    // It is pulled before the kubelet sees that it says no user.
    const pod = {name: 'user', image: `${registry.host}/garbage/pulled:1`, runAsNonRoot: true};
    t.regex(await tryPod(cluster.admin, 'default', pod), /^CreateContainerConfigError: .*image will run as root/);
    await removePod(cluster.admin, 'default', 'user');
    t.true(node.hasContent(held));
    t.true(node.hasContent(pulled));

    const before = puller.readHolders();
    t.teardown(() => node.restartKubelet());
    // When it starts, it collects every image that no container has used for so long.
    await node.restartKubelet({imageMinimumGCAge: '1ns', imageMaximumGCAge: '2ns'});
    await until(
      () => !node.hasContent(pulled),
      () => pulled,
      patience,
    );
    t.true(node.hasContent(held));
    t.deepEqual(puller.readHolders(), before, 'the same containers run');
  });
});

/** Waits until a holder has become the sleeper: on a busy node that may be a while after it was started. */
const untilAsleep = (pid: number): Promise<void> => {
  const read = () => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return until(() => read() === '/kip/sleep\0infinity\0', read, patience);
};
