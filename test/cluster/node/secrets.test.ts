import test from 'ava';
import {until} from '../../support/until.ts';
import {buildFileImage, buildSleepImage} from '../images/index.ts';
import {startRegistry} from '../registry/index.ts';
import {measureGaps, sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {removePod, tryPod, type UserPod, writePullSecret} from './pods.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

const alice = {user: 'alice', password: 'one'};
const bob = {user: 'bob', password: 'two'};
const imagePullFailure = /^(ErrImagePull|ImagePullBackOff): /;

testsOnNode('images behind a pull secret on a real node', shared => {
  test.serial(
    'an image behind a wrong pull secret is told, the others are held; it is held when the secret is right',
    async t => {
      const {cluster, machine, registry: open} = shared();
      const registry = await startRegistry(t, machine, {credentials: [alice]});
      await registry.push('secret', '1', await buildFileImage('secret'));
      await open.push('secrets/open', '1', await buildFileImage('open'));
      const puller = await startPuller(t, shared(), 'secrets');
      const writeSecret = (password: string) =>
        writePullSecret(cluster.admin, 'secrets', 'pull', registry, {user: alice.user, password});
      await writeSecret('wrong');
      const images = {open: `${open.host}/secrets/open:1`, secret: `${registry.host}/secret:1`};
      await puller.edit({IMAGES: `secret=${images.secret};open=${images.open}`, IMAGE_PULL_SECRETS: 'pull'});

      const status = await puller.untilImages({secret: {failing: 1}, open: {held: 1}});
      const [reason = ''] = status.images[0]?.reasons ?? [];
      t.regex(reason, /^401 Unauthorized: (ErrImagePull|ImagePullBackOff): .*401 Unauthorized/);
      const isTold = (words: string) => async () => (await puller.readStory()).some(line => line.startsWith(words));
      await until(
        isTold(`Warning ImageFailing: secret (${images.secret}) fails on 1 of 1 nodes: `),
        puller.readStory,
        patience,
      );

      await writeSecret(alice.password);
      await puller.untilImages({secret: {held: 1}, open: {held: 1}});
      await until(isTold('Normal ImageRecovered: secret '), puller.readStory, patience);
    },
  );

  test.serial('credentials that are rotated take nothing away: a refresh waits until the Secret has them', async t => {
    const {cluster, machine, node, registry: open} = shared();
    const registry = await startRegistry(t, machine, {credentials: [alice]});
    await registry.push('secret', '1', await buildFileImage('rotated'));
    await open.push('rotated/open', '1', await buildFileImage('rotated and open'));
    const puller = await startPuller(t, shared(), 'rotated');
    await writePullSecret(cluster.admin, 'rotated', 'pull', registry, alice);
    await puller.edit({
      IMAGES: `secret=${registry.host}/secret:1;open=${open.host}/rotated/open:1`,
      IMAGE_PULL_SECRETS: 'pull',
      REFRESH_POLICY: 'always',
    });
    await puller.untilImages({secret: {held: 1}, open: {held: 1}});
    const [old] = puller.readHolders();

    const sampling = sampleContainers(t, node);
    const rotated = {user: alice.user, password: 'another'};
    registry.setCredentials([rotated]);
    await puller.restart(2);
    const readReasons = async () => (await puller.readStatus())?.images[0]?.reasons ?? [];
    const waits = /^held by an older pod; a newer one fails: 401 Unauthorized: (ErrImagePull|ImagePullBackOff): /;
    await until(async () => (await readReasons()).some(reason => waits.test(reason)), readReasons, patience);

    await writePullSecret(cluster.admin, 'rotated', 'pull', registry, rotated);
    const isRolled = () => {
      const holders = puller.readHolders();
      return holders.length === 2 && holders.every(({podUid}) => podUid !== old?.podUid);
    };
    await until(isRolled, puller.readHolders, patience);
    const samples = sampling.stop();
    for (const name of ['secret', 'open']) {
      t.deepEqual(
        measureGaps(samples, container => container.namespace === 'rotated' && container.name === name),
        [],
      );
    }
  });

  test.serial("a user's pod gets a held private image only by credentials that its registry has accepted", async t => {
    const {cluster, machine, node, registry: open} = shared();
    const {admin} = cluster;
    // A kubelet that watches Secrets waits a second for the first sight of one, then pulls without it.
    const secretsAreRead = {configMapAndSecretChangeDetectionStrategy: 'Get'};
    t.teardown(() => node.restartKubelet());
    await node.restartKubelet(secretsAreRead);
    const registry = await startRegistry(t, machine, {credentials: [alice, bob]});
    await registry.push('private', '1', await buildSleepImage(machine.directory, 'private'));
    await open.push('users/open', '1', await buildSleepImage(machine.directory, 'open to all'));
    const [image, openImage] = [`${registry.host}/private:1`, `${open.host}/users/open:1`];
    const puller = await startPuller(t, shared(), 'private');
    await writePullSecret(admin, 'private', 'pull', registry, alice);
    await puller.edit({IMAGES: `private=${image};open=${openImage}`, IMAGE_PULL_SECRETS: 'pull'});
    await puller.untilImages({private: {held: 1}, open: {held: 1}});

    await admin.ask('POST', '/api/v1/namespaces', {metadata: {name: 'users'}});
    await writePullSecret(admin, 'users', 'same', registry, alice);
    await writePullSecret(admin, 'users', 'other', registry, bob);
    await writePullSecret(admin, 'users', 'wrong', registry, {user: bob.user, password: 'wrong'});
    let count = 0;
    /** How such a pod fares, and what the registries are asked and answer for it. */
    const judge = async (pod: Omit<UserPod, 'name' | 'image'> = {}, of = image) => {
      const before = [registry.requests().length, open.requests().length];
      const name = `user-${count++}`;
      const fate = await tryPod(admin, 'users', {name, image: of, ...pod});
      const asked = [...registry.requests().slice(before[0]), ...open.requests().slice(before[1])];
      // One that fails would be tried again, and its requests taken for another's.
      await removePod(admin, 'users', name);
      return {fate, asked: asked.map(({user, method, kind, status}) => `${user} ${method} ${kind} ${status}`.trim())};
    };
    const untold = {fate: 'runs', asked: []};

    t.deepEqual(await judge({}, openImage), untold, 'an image that was pulled without credentials is for everybody');
    t.deepEqual(await judge({secret: 'same'}), untold, 'the same user and password, in a Secret of its own');

    const none = await judge();
    t.regex(none.fate, imagePullFailure);
    t.regex(none.fate, /authorization failed/);
    const wrong = await judge({secret: 'wrong'});
    t.regex(wrong.fate, imagePullFailure);
    t.regex(wrong.fate, /401 Unauthorized/);
    t.regex((await judge({pullPolicy: 'Never'})).fate, /^ErrImageNeverPull: /);

    const fail = () => ({status: 503});
    registry.setIntercept(fail);
    t.deepEqual(await judge({secret: 'same'}), untold, 'the registry need not be there');
    t.regex((await judge({secret: 'other'})).fate, /503 Service Unavailable/, 'unless it has to be asked');
    registry.setIntercept(undefined);

    const other = await judge({secret: 'other'});
    t.deepEqual(other, {fate: 'runs', asked: ['HEAD manifest 401', 'bob HEAD manifest 200']}, 'asked, but not pulled');
    registry.setIntercept(fail);
    t.deepEqual(await judge({secret: 'other'}), untold, 'asked once');
    registry.setIntercept(undefined);

    registry.setCredentials([bob]);
    t.deepEqual(await judge({secret: 'same'}), untold, 'what was accepted once is not asked about again');

    await node.restartKubelet({...secretsAreRead, imagePullCredentialsVerificationPolicy: 'NeverVerify'});
    t.deepEqual(await judge(), untold, 'as before Kubernetes 1.35');
  });
});
