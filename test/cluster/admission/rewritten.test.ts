import {createHash} from 'node:crypto';
import {annotations, scoutLabel} from '@image-puller/shared/names';
import test from 'ava';
import {until} from '../../support/until.ts';
import {testsOnFleet} from '../fleet/index.ts';
import {type StartedPuller, startPuller} from '../room/start-puller.ts';
import {changePods, replacePrefix, rewriteImages} from './policy.ts';

const nginx = 'docker.io/library/nginx:1.27';
const mirrored = 'cache.test:5000/docker/library/nginx:1.27';
const list = {IMAGES: `nginx=${nginx}; base=quay.test/team/base:1`};
const tried = 'docker.io/library/tried:1';
const mirror = replacePrefix('docker.io/', 'cache.test:5000/docker/');

testsOnFleet('images that a MutatingAdmissionPolicy rewrites', {nodes: 3}, shared => {
  test.serial(
    "a mirror's image is held as the list calls it, which is told once; a refresh asks for what is pulled, finds nothing moved, and later what has",
    async t => {
      const {cluster, fleet} = shared();
      await changePods(t, cluster.admin, 'mirrored', mirror, tried);
      const started = await startPuller(t, cluster, 'mirrored');
      const {puller, readStatus, untilHeld, readState} = started;
      await puller.edit(list);
      await untilHeld('nginx', 'base');
      const all = {held: 3, started: 0, pulling: 0, failing: 0, waiting: 0, reasons: []};
      t.deepEqual((await readStatus())?.images, [
        {name: 'nginx', image: nginx, ...all, rewritten: mirrored},
        {name: 'base', image: 'quay.test/team/base:1', ...all, rewritten: null},
      ]);
      t.deepEqual(await readPulled(started), [`nginx: ${mirrored}`, 'base: quay.test/team/base:1']);
      const told = [
        `Normal ImagesRewritten: admission writes other images into the pods: nginx (${nginx}) is pulled as ${mirrored}`,
      ];
      const readTold = async () => (await puller.readStory()).filter(line => line.includes(' ImagesRewritten: '));
      await until(async () => (await readTold()).length > 0, readState, 60_000);
      t.deepEqual(await readTold(), told);

      const {generation = 0} = (await puller.readDaemonSet())?.metadata ?? {};
      const refresh = refreshing(started);
      await refresh(2);
      t.is((await puller.readDaemonSet())?.metadata.generation, generation, 'nothing moved');
      // What is under the old name does not matter: nobody pulls it.
      await fleet.moveTag(nginx);
      await refresh(4);
      t.is((await puller.readDaemonSet())?.metadata.generation, generation, 'nothing moved of what is pulled');

      const digest = await fleet.moveTag(mirrored);
      await refresh(6);
      await until(async () => (await readDigests(started)).join() === digest, readState, 60_000);
      await untilHeld('nginx', 'base');
      t.is((await puller.readDaemonSet())?.metadata.generation, generation + 1, 'one roll');
      t.deepEqual(
        (await puller.readStory()).filter(line => line.includes(' RefreshStarted: ')),
        [`Normal RefreshStarted: nginx (${nginx}): the tag has moved; DaemonSet kubernetes-image-puller is rolled`],
      );
      t.deepEqual(await readTold(), told);
    },
  );

  test.serial(
    'where all images are rewritten, refreshes have their answers, and nothing is rolled for want of one',
    async t => {
      const {cluster} = shared();
      await changePods(t, cluster.admin, 'all-mirrored', mirror, tried);
      const started = await startPuller(t, cluster, 'all-mirrored');
      const {puller, untilHeld} = started;
      await puller.edit({IMAGES: `nginx=${nginx}`});
      await untilHeld('nginx');
      const {generation} = (await puller.readDaemonSet())?.metadata ?? {};
      const refresh = refreshing(started);
      for (const hours of [2, 4, 6, 8]) await refresh(hours);
      t.is((await puller.readDaemonSet())?.metadata.generation, generation);
    },
  );

  test.serial('a rewritten image that fails is told by both names, and goes to a DaemonSet of its own', async t => {
    const {cluster, fleet} = shared();
    const away = 'gone.test/docker/library/nginx:1.27';
    await changePods(t, cluster.admin, 'failing', replacePrefix('docker.io/', 'gone.test/docker/'), tried);
    await fleet.failImage(away, fleet.nodes);
    const started = await startPuller(t, cluster, 'failing');
    const {puller, readStatus, untilSaid, passHours, readState} = started;
    await puller.edit(list);
    await untilSaid(
      /ImageFailing: nginx \(docker.io\/library\/nginx:1.27, pulled as gone.test\/docker\/library\/nginx:1.27\) fails on 3 of 3 nodes: /,
    );
    // Two minutes that an image has to fail for.
    await passHours(1);
    const readMain = async () => (await puller.readDaemonSet())?.spec?.template.spec?.containers.map(({name}) => name);
    await until(async () => String(await readMain()) === 'base', readState, 120_000);
    const apart = await puller.readDaemonSet('kubernetes-image-puller-isolated-nginx');
    t.deepEqual(
      apart?.spec?.template.spec?.containers.map(({name, image}) => `${name}: ${image}`),
      [`nginx: ${nginx}`],
      'the list as it is: the policy rewrites pods',
    );
    const readCounts = async () => (await readStatus())?.images.map(({name, held, failing}) => ({name, held, failing}));
    const expected = JSON.stringify([
      {name: 'nginx', held: 0, failing: 3},
      {name: 'base', held: 3, failing: 0},
    ]);
    await until(async () => JSON.stringify(await readCounts()) === expected, readState, 60_000);
    t.deepEqual(
      (await puller.readStory()).filter(line => line.includes(' ImageIsolated: ')),
      [
        `Warning ImageIsolated: nginx (${nginx}) fails, so it moves to a DaemonSet of its own, and the others go on without it: kubernetes-image-puller-isolated-nginx`,
      ],
    );

    await fleet.mendImage(away);
    await started.untilHeld('nginx', 'base');
  });

  test.serial(
    'a digest in place of the tag is held as the list calls it; when the policy writes another one, a refresh rolls the pods',
    async t => {
      const {cluster} = shared();
      const pin = (words: string) => {
        const digest = `sha256:${createHash('sha256').update(words).digest('hex')}`;
        const pinned = `docker.io/library/nginx@${digest}`;
        return {pinned, start: () => changePods(t, cluster.admin, 'pinned', pinTag(digest), tried)};
      };
      const [old, other] = [pin('old'), pin('new')];
      const unpin = await old.start();
      const started = await startPuller(t, cluster, 'pinned');
      const {puller, readStatus, untilHeld, readState} = started;
      await puller.edit(list);
      await untilHeld('nginx', 'base');
      t.is((await readStatus())?.images[0]?.rewritten, old.pinned);
      const refresh = refreshing(started);
      const {generation = 0} = (await puller.readDaemonSet())?.metadata ?? {};
      await refresh(2);
      t.is((await puller.readDaemonSet())?.metadata.generation, generation, 'nothing moved');

      await unpin();
      await other.start();
      await refresh(4);
      await until(async () => (await readStatus())?.images[0]?.rewritten === other.pinned, readState, 60_000);
      await untilHeld('nginx', 'base');
      t.is((await puller.readDaemonSet())?.metadata.generation, generation + 1, 'one roll');
      t.deepEqual(await readPulled(started), [`nginx: ${other.pinned}`, 'base: quay.test/team/base:1']);
    },
  );
});

/** As policies that check signatures do it. */
const pinTag = (digest: string) =>
  rewriteImages('docker.io/', `c.image.substring(0, c.image.lastIndexOf(":")) + "@${digest}"`);

/** Lets a refresh be due, and waits until it is done. */
const refreshing =
  ({puller, passHours, readState}: StartedPuller) =>
  async (hoursAhead: number): Promise<void> => {
    const read = async () => (await puller.readDaemonSet())?.metadata.annotations?.[annotations.lastRefresh];
    const before = await read();
    await passHours(hoursAhead);
    await until(async () => (await read()) !== before, readState, 60_000);
  };

const readHolders = async ({readPods}: StartedPuller) =>
  (await readPods()).filter(
    ({metadata}) => metadata?.labels?.[scoutLabel] === undefined && metadata?.deletionTimestamp === undefined,
  );

/** What pods have in place of each image, once for all of them. */
const readPulled = async (started: StartedPuller): Promise<readonly string[]> => [
  ...new Set(
    (await readHolders(started)).flatMap(({spec}) =>
      (spec?.containers ?? []).map(({name, image}) => `${name}: ${image}`),
    ),
  ),
];

/** The digests that are held for the first image, once for all pods. */
const readDigests = async (started: StartedPuller): Promise<readonly string[]> => [
  ...new Set(
    (await readHolders(started)).map(({status}) => status?.containerStatuses?.[0]?.imageID.split('@')[1] ?? ''),
  ),
];
