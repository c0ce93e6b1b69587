import type {StoredPod} from '@image-puller/embedded-cluster/controllers';
import test from 'ava';
import {holding, simulate} from './simulation.ts';
import {watch} from './summaries.ts';

test('a holder goes from the sandbox through its init container to Ready', async t => {
  const s = simulate(t);
  s.nodes.add('node-1');
  s.images.set('registry.test/a:1', {pullDuration: 2_000});
  const seen = watch(s);
  s.apply(holding('registry.test/a:1', 'registry.test/b:1'));
  await s.clock.advance(10_000);
  const waiting = ['image-0 PodInitializing 0', 'image-1 PodInitializing 0'];
  t.deepEqual(seen, [
    {at: 0, phase: 'Pending', init: undefined, main: undefined, conditions: undefined},
    {at: 0, phase: 'Pending', init: ['copy-sleep PodInitializing 0'], main: waiting, conditions: ['PodScheduled']},
    {
      at: 200,
      phase: 'Pending',
      init: ['copy-sleep running 0'],
      main: waiting,
      conditions: ['PodReadyToStartContainers', 'PodScheduled'],
    },
    {
      at: 1_300,
      phase: 'Pending',
      init: ['copy-sleep Completed 0'],
      main: waiting,
      conditions: ['PodReadyToStartContainers', 'Initialized', 'PodScheduled'],
    },
    // As with a real kubelet, the containers show when all pulls of the pod are over.
    {
      at: 3_500,
      phase: 'Running',
      init: ['copy-sleep Completed 0'],
      main: ['image-0 running 0', 'image-1 running 0'],
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'],
    },
  ]);
});

test('a running container says which content it holds', async t => {
  const {nodes, images, apply, pods, clock} = simulate(t);
  nodes.add('node-1');
  apply({containers: [{name: 'a', image: 'org/app'}]});
  await clock.advance(5_000);
  const [status] = pods()[0]?.status?.containerStatuses ?? [];
  t.regex(status?.containerID ?? '', /^containerd:\/\/[0-9a-f]{64}$/);
  t.deepEqual(
    {...status, containerID: ''},
    {
      name: 'a',
      state: {running: {startedAt: '2026-01-01T00:00:00Z'}},
      lastState: {},
      ready: true,
      restartCount: 0,
      image: 'docker.io/org/app:latest',
      imageID: `docker.io/org/app@${images.get('org/app').digest}`,
      containerID: '',
      started: true,
    },
  );
});

test('an image that is missing backs off, 10 s doubling to 5 min, while the others of the pod run', async t => {
  const {nodes, apply, pods, clock, images, events} = simulate(t);
  nodes.add('node-1');
  const image = 'registry.test/a:does-not-exist';
  images.set('registry.test/b:1', {sizeBytes: 5});
  apply({
    containers: [
      {name: 'bad', image},
      {name: 'good', image: 'registry.test/b:1'},
    ],
  });
  const asked = (): number => images.requests().find(request => request.image === image)?.manifests ?? 0;
  const askedAt: number[] = [];
  const reasons: string[] = [];
  for (let second = 0; second < 1_000; second += 1) {
    const before = asked();
    await clock.advance(second === 0 ? 500 : 1_000);
    if (asked() > before) askedAt.push(second);
    reasons.push(pods()[0]?.status?.containerStatuses?.[0]?.state?.waiting?.reason ?? '');
  }
  t.deepEqual(askedAt, [0, 10, 30, 70, 150, 310, 610, 910]);
  t.deepEqual(reasons.slice(0, 13), [
    'ErrImagePull',
    ...Array(9).fill('ImagePullBackOff'),
    'ErrImagePull',
    ...Array(2).fill('ImagePullBackOff'),
  ]);
  const words =
    'rpc error: code = NotFound desc = failed to pull and unpack image "registry.test/a:does-not-exist": failed to resolve reference "registry.test/a:does-not-exist": registry.test/a:does-not-exist: not found';
  t.deepEqual(pods()[0]?.status?.containerStatuses?.[0], {
    name: 'bad',
    state: {
      waiting: {reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ErrImagePull: ${words}`},
    },
    lastState: {},
    ready: false,
    restartCount: 0,
    image,
    imageID: '',
    started: false,
  });
  t.truthy(pods()[0]?.status?.containerStatuses?.[1]?.state?.running);
  t.is(pods()[0]?.status?.phase, 'Pending');
  // However often it was tried, it has not been Ready since it was made.
  t.deepEqual(
    pods()[0]?.status?.conditions?.find(({type}) => type === 'Ready'),
    {
      type: 'Ready',
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [bad]',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    },
  );
  const name = pods()[0]?.metadata.name;
  t.deepEqual(events('holder-'), [
    `Scheduled: Successfully assigned test/${name} to node-1`,
    `Pulling: Pulling image "${image}"`,
    `Failed: Failed to pull image "${image}": ${words}`,
    'Failed: Error: ErrImagePull',
    'Pulling: Pulling image "registry.test/b:1"',
    'Pulled: Successfully pulled image "registry.test/b:1" in 0s (0s including waiting). Image size: 5 bytes.',
    'Created: Container created',
    'Started: Container started',
    `BackOff: Back-off pulling image "${image}"`,
    'Failed: Error: ImagePullBackOff',
  ]);
});

test('an image that comes back is pulled at the next try', async t => {
  const {nodes, apply, pods, clock, images} = simulate(t);
  nodes.add('node-1');
  images.set('registry.test/a:1', {failure: 'Unauthorized'});
  apply(holding('registry.test/a:1'));
  await clock.advance(8_000);
  images.set('registry.test/a:1', {failure: undefined});
  await clock.advance(8_000);
  t.is(pods()[0]?.status?.phase, 'Running');
});

test('Always asks the registry for each container and fetches only new content; the other policies do not ask', async t => {
  const {nodes, createPod, store, clock, images} = simulate(t);
  nodes.add('node-1');
  const run = async (name: string, imagePullPolicy: string): Promise<string | undefined> => {
    createPod(name, {nodeName: 'node-1', containers: [{name: 'a', image: 'registry.test/a:1', imagePullPolicy}]});
    await clock.advance(5_000);
    const status = store.get<StoredPod>('Pod', 'test', name)?.status?.containerStatuses?.[0];
    return status?.state?.waiting?.reason ?? status?.imageID.slice(-12);
  };
  const counts = () => images.requests().map(({manifests, pulls}) => ({manifests, pulls}))[0];
  const digest = (): string => images.get('registry.test/a:1').digest.slice(-12);
  const first = digest();
  t.is(await run('never', 'Never'), 'ErrImageNeverPull');
  t.is(counts(), undefined);
  t.is(await run('absent', 'IfNotPresent'), first);
  t.is(await run('always', 'Always'), first);
  t.deepEqual(counts(), {manifests: 2, pulls: 1});
  images.move('registry.test/a:1');
  t.is(await run('present', 'IfNotPresent'), first);
  t.is(await run('never-present', 'Never'), first);
  t.deepEqual(counts(), {manifests: 2, pulls: 1});
  t.is(await run('moved', 'Always'), digest());
  t.not(digest(), first);
  t.deepEqual(counts(), {manifests: 3, pulls: 2});
});

for (const [serializeImagePulls, duration] of [
  [true, 3_000],
  [false, 1_000],
] as const) {
  test(`three pods that pull for a second each take ${duration} ms with serializeImagePulls ${serializeImagePulls}`, async t => {
    const {nodes, createPod, store, clock, images} = simulate(t, {serializeImagePulls});
    nodes.add('node-1');
    for (const name of ['a', 'b', 'c']) {
      images.set(`registry.test/${name}:1`, {pullDuration: 1_000});
      createPod(name, {nodeName: 'node-1', containers: [{name, image: `registry.test/${name}:1`}]});
    }
    const running = (): number => store.list<StoredPod>('Pod').filter(({status}) => status?.phase === 'Running').length;
    await clock.advance(duration + 150);
    t.is(running(), serializeImagePulls ? 2 : 0);
    await clock.advance(100);
    t.is(running(), 3);
  });
}

test('a pull under way shows the part of it that is there', async t => {
  const {nodes, createPod, clock, images, store} = simulate(t);
  nodes.add('node-1');
  images.set('registry.test/a:1', {pullDuration: 10_000, sizeBytes: 5});
  let changes = 0;
  const end = nodes.onProgress(() => {
    changes += 1;
  });
  createPod('a', {nodeName: 'node-1', containers: [{name: 'a', image: 'registry.test/a:1'}]});
  await clock.advance(2_600);
  const podUid = store.get('Pod', 'test', 'a')?.metadata.uid ?? '';
  t.deepEqual(nodes.progress(), [
    {
      node: 'node-1',
      arch: 'amd64',
      ready: true,
      pulling: [{image: 'registry.test/a:1', podUid, sizeBytes: 5, fraction: 0.25}],
      images: [],
    },
  ]);
  await clock.advance(10_000);
  const held = images.onNode('node-1').list();
  t.deepEqual(nodes.progress(), [{node: 'node-1', arch: 'amd64', ready: true, pulling: [], images: held}]);
  t.is(held.length, 1);
  t.is(changes, 2);
  end();
});
