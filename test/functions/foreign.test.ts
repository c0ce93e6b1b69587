import type {StoredPod} from '@image-puller/embedded-cluster';
import test from 'ava';
import type {Container} from 'kubernetes-types/core/v1';
import {until} from '../support/until.ts';
import {inject, readPuller} from './support/admission.ts';
import {countGaps, drive, open, startWithClock} from './support/drive.ts';
import {daemonSetName, namespace} from './support/puller.ts';

const list = {IMAGES: 'nginx=docker.io/library/nginx:1.27; base=quay.io/team/base:1'};
const sidecar = 'mesh.example/proxy:1';
const proxy: Container = {name: 'istio-proxy', image: sidecar};

for (const [kind, containers] of [
  ['a foreign container', [proxy]],
  ['two foreign containers', [proxy, {name: 'log-agent', image: 'logs.example/agent:1'}]],
] as const) {
  test(`${kind} that fails is named, the puller is not ready, and no image of the list is blamed`, async t => {
    const puller = await startWithClock(t, 3, list);
    const {embedded, ring, nodes, skip, readDaemonSet, readStory, cluster} = puller;
    for (const {image = ''} of containers) embedded.images.set(image, {failure: 'NotFound'});
    embedded.setAdmission(inject(...containers));
    await ring('apply');
    await until(() => nodes.count('running', 'base') === 3 && nodes.count('failing', 'istio-proxy') === 3);
    await ring('check', open);
    const {ready, images, problems} = await readPuller(puller);
    t.false(ready);
    t.deepEqual(
      images.map(({held}: {held: number}) => held),
      [3, 3],
    );
    for (const {name} of containers)
      t.regex(problems.join(), new RegExp(`on 3 nodes .*container ${name}: not found: `));
    const told = (await readStory()).filter(line =>
      line.startsWith('Warning PodsBlocked: pods on 3 nodes are not Ready'),
    );
    t.is(told.length, 1);
    t.regex(told[0] ?? '', /container istio-proxy: not found: .*POD_LABELS/);
    skip(30);
    await ring('check', open);
    await ring('check', open);
    t.deepEqual(
      (await cluster.listDaemonSets()).map(({metadata}) => metadata.name),
      [daemonSetName],
    );
    t.truthy(await readDaemonSet());
  });
}

test('a sidecar that runs and is not ready keeps the puller from being ready, and is told after a while', async t => {
  const puller = await startWithClock(t, 1, list);
  const {embedded, ring, nodes, skip, readStory} = puller;
  embedded.setAdmission(inject(proxy));
  await ring('apply');
  await nodes.settled(daemonSetName);
  const [pod] = embedded.store.list<StoredPod>('Pod', namespace);
  if (pod === undefined) throw new Error('no pod');
  const isProxy = ({name}: {name: string}) => name === 'istio-proxy';
  const statuses = pod.status?.containerStatuses?.map(each => (isProxy(each) ? {...each, ready: false} : each));
  const conditions = pod.status?.conditions?.map(each => (each.type === 'Ready' ? {...each, status: 'False'} : each));
  embedded.store.update<StoredPod>({
    ...pod,
    status: {...pod.status, ...(statuses && {containerStatuses: statuses}), ...(conditions && {conditions})},
  });
  t.like(await readPuller(puller), {
    ready: false,
    problems: [
      'pods on 1 node are not Ready because of a container that this puller did not add: container istio-proxy: is not ready (1 node)',
    ],
  });
  const blocked = async () => (await readStory()).filter(line => line.includes('PodsBlocked')).length;
  await ring('check', open);
  t.is(await blocked(), 0);
  skip(1);
  await ring('check', open);
  t.is(await blocked(), 1);
});

test('pods that no sandbox can be made for take no place of a wave: the other nodes go on, and the cause is told', async t => {
  const tag = (version: number) => ({IMAGES: `a=registry.test/a:${version}`, ROLLOUT_MAX_NODES: '2'});
  const puller = await startWithClock(t, 3, tag(1));
  const {embedded, ring, nodes, skip, edit} = puller;
  await drive(puller, async () => nodes.count('running', 'a') === 3);
  await nodes.settled(daemonSetName);
  const runsNew = () =>
    embedded.store
      .list<StoredPod>('Pod', namespace)
      .filter(({spec, status}) => spec?.containers[0]?.image === 'registry.test/a:2' && status?.phase === 'Running')
      .flatMap(({spec}) => spec?.nodeName ?? []);
  for (const node of ['node-1', 'node-2', 'node-3'])
    embedded.nodes.setSandboxFailure(node, 'failed to assign an IP address to container');
  await edit(tag(2));
  await ring('apply');
  const surged = () =>
    embedded.store
      .list<StoredPod>('Pod', namespace)
      .filter(({spec}) => spec?.containers[0]?.image === 'registry.test/a:2')
      .flatMap(({spec}) => spec?.nodeName ?? []);
  await until(() => surged().length === 2);
  const [healthy] = ['node-1', 'node-2', 'node-3'].filter(node => !surged().includes(node));
  embedded.nodes.setSandboxFailure(healthy ?? '', undefined);
  skip(1);
  await drive(puller, async () => runsNew().join() === healthy);
  const [{reasons, waiting, held}] = (await readPuller(puller)).images;
  t.deepEqual([held, waiting], [1, 2]);
  t.regex(
    reasons.join(),
    /^FailedCreatePodSandBox: Failed to create pod sandbox: failed to assign an IP address to container \(2 nodes\)$/,
  );
});

test('while a foreign container keeps all pods from being Ready, an edit goes in waves, and what stays is held at every moment', async t => {
  const tags = (version: number) => ({
    IMAGES: `a=registry.test/a:1; b=registry.test/b:${version}`,
    ROLLOUT_MAX_NODES: '1',
  });
  const puller = await startWithClock(t, 3, tags(1));
  const {embedded, ring, nodes, edit, readDaemonSet, cluster} = puller;
  await drive(puller, async () => nodes.count('running', 'b') === 3);
  await nodes.settled(daemonSetName);
  embedded.images.set(sidecar, {failure: 'NotFound'});
  embedded.setAdmission(inject(proxy));
  // Each pod begins anew, as when a node is drained: now with the mesh's container.
  for (const {metadata} of embedded.store.list<StoredPod>('Pod', namespace))
    await cluster.deletePod(metadata.name, {uid: metadata.uid});
  await until(() => nodes.count('running', 'b') === 3 && nodes.count('failing', 'istio-proxy') === 3);
  await until(async () => (await readDaemonSet())?.status?.numberReady === 0);

  const gaps = countGaps(puller, 'a');
  let most = 0;
  embedded.nodes.onProgress(() => {
    const pulling = embedded.nodes.progress().filter(node => node.pulling.some(({image}) => image.endsWith('/b:2')));
    most = Math.max(most, pulling.length);
  });
  embedded.images.set('registry.test/b:2', {pullDuration: 200});
  await edit(tags(2));
  await ring('apply');
  const runsNew = () =>
    embedded.store
      .list<StoredPod>('Pod', namespace)
      .filter(({status}) =>
        status?.containerStatuses?.some(({image, state}) => image.endsWith('/b:2') && state?.running),
      ).length;
  const names = async () => (await cluster.listDaemonSets()).map(({metadata}) => metadata.name).join();
  await drive(puller, async () => runsNew() === 3 && (await names()) === daemonSetName);
  t.is(gaps(), 0);
  t.is(most, 1);
  t.like(await readPuller(puller), {ready: false, images: [{held: 3}, {held: 3}]});
  t.is((await readDaemonSet())?.spec?.updateStrategy?.type, 'RollingUpdate');
});
