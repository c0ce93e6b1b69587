import {groupByNode, type NodesView, viewPod} from '@image-puller/shared/health';
import {buildScout, decideMoved, groupNodes, hashErrand, listTags, viewScout} from '@image-puller/shared/scout';
import test from 'ava';
import type {ContainerStatus, Pod} from 'kubernetes-types/core/v1';
import {buildInputs, puller} from '../samples.ts';

const a = {name: 'a', image: 'registry.test/a:1'};
const b = {name: 'b', image: 'registry.test/b:1'};
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
/** A minute after the pods were made. */
const now = new Date('2026-01-01T00:01:00Z');
const noFailures = new Map<string, string>();

/** A scout's answer about the one image, and what the nodes that it is for hold. */
const answer = (is: string | undefined, ...held: readonly string[]) => ({
  answers: {
    isOver: true,
    isYoung: true,
    digests: new Map(is === undefined ? [] : [[a.image, digest(is)]]),
    failures: noFailures,
  },
  held: new Map([[a.image, new Set(held.map(digest))]]),
});

/** A pod whose containers run, or wait for the reason that is given; by image, in its order. */
function pod(states: Readonly<Record<string, string>>, {ready = true, phase = 'Running', node = 'n1'} = {}): Pod {
  const statuses = Object.entries(states).map(
    ([image, state], index): ContainerStatus => ({
      name: `c${index}`,
      image,
      imageID: state.startsWith('sha256:') ? `other.test/name@${state}` : '',
      ready,
      restartCount: 0,
      state: state.startsWith('sha256:') ? {running: {}} : {waiting: {reason: state}},
    }),
  );
  return {
    metadata: {name: `holder-${node}`, creationTimestamp: '2026-01-01T00:00:00Z'},
    spec: {nodeName: node, containers: Object.keys(states).map((image, index) => ({name: `c${index}`, image}))},
    status: {
      phase,
      conditions: ['Ready', 'Initialized'].map(type => ({type, status: ready ? 'True' : 'False'})),
      containerStatuses: statuses,
    },
  };
}

test('a tag that means what every node holds has not moved', t => {
  t.deepEqual(decideMoved([a], {}, [answer('1', '1')]), {moved: [], known: {}, token: undefined});
});

test('a tag that means another image than some node holds has moved, whatever the others hold', t => {
  for (const held of [['1'], ['1', '2']]) {
    const {moved, token} = decideMoved([a], {}, [answer('2', ...held)]);
    t.deepEqual(moved, [a]);
    t.regex(token ?? '', /^[0-9a-f]{16}$/);
  }
});

test('nodes that differ are rolled once more, with another token, and then for another digest alone', t => {
  const first = decideMoved([a], {}, [answer('2', '1')]);
  const second = decideMoved([a], first.known, [answer('2', '1')]);
  const third = decideMoved([a], second.known, [answer('2', '1')]);
  t.deepEqual([second.moved, third.moved], [[a], []]);
  t.not(second.token, first.token);
  t.deepEqual(third.known, second.known);
  t.deepEqual(decideMoved([a], third.known, [answer('3', '1')]).moved, [a]);
});

test('a tag that moves back to what the pods were rolled for before rolls them once more, and no further', t => {
  let known = decideMoved([a], {}, [answer('2', '1')]).known;
  known = decideMoved([a], known, [answer('1', '2')]).known;
  const again = decideMoved([a], known, [answer('2', '1')]);
  t.deepEqual(again.moved, [a]);
  t.deepEqual(decideMoved([a], again.known, [answer('2', '1')]).moved, []);
});

test('what was not answered, or is held by nobody, has not moved', t => {
  t.deepEqual(decideMoved([a], {}, [answer(undefined, '1'), answer('2')]).moved, []);
});

test('architectures are compared with their own nodes', t => {
  t.deepEqual(decideMoved([a], {}, [answer('1', '1'), answer('2', '2')]).moved, []);
});

test('what is known of an image that left the list goes, and of one image are eight digests known', t => {
  let known = {};
  for (const letter of '0123456789') known = decideMoved([a], known, [answer(letter, 'f')]).known;
  t.is(Object.values(known).flat().length, 8);
  t.deepEqual(decideMoved([b], known, []).known, {});
});

test('a scout is over when each container has a digest or a failure, or it has ended', t => {
  const answered = viewScout(pod({[a.image]: digest('1'), [b.image]: 'ErrImagePull'}, {ready: false}), now);
  t.true(answered.isOver);
  t.deepEqual([...answered.digests], [[a.image, digest('1')]]);
  t.deepEqual([...answered.failures.keys()], [b.image]);
  t.false(viewScout(pod({[a.image]: digest('1'), [b.image]: 'ContainerCreating'}), now).isOver);
  t.true(viewScout(pod({[a.image]: 'ContainerCreating'}, {phase: 'Failed'}), now).isOver);
});

test('a scout that its node threw out has no answer but what it had; one that ran out of time says what failed', t => {
  const ended = (reason?: string): Pod => {
    const {spec, status, ...rest} = pod({[a.image]: digest('1'), [b.image]: 'ImagePullBackOff'}, {ready: false});
    const {containers = []} = spec ?? {};
    const why = reason === undefined ? {} : {reason};
    return {...rest, spec: {...spec, containers, restartPolicy: 'Never'}, status: {...status, phase: 'Failed', ...why}};
  };
  t.deepEqual([...viewScout(ended('Evicted'), now).failures], []);
  t.deepEqual([...viewScout(ended('Evicted'), now).digests], [[a.image, digest('1')]]);
  t.deepEqual([...viewScout(ended('DeadlineExceeded'), now).failures.keys()], [b.image]);
  t.deepEqual([...viewScout(ended(), now).failures.keys()], [b.image]);
});

test('a scout that still pulls is not over, however long it takes; one of which nothing gets on is after ten minutes', t => {
  const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  const pulling = pod({[a.image]: digest('1'), [b.image]: 'ContainerCreating'});
  const sent = {annotations: {'kubernetes-image-puller/sent-at': now.toISOString()}};
  const isOver = (one: Pod, minutes: number) =>
    viewScout({...one, metadata: {...one.metadata, ...sent}}, after(minutes)).isOver;
  t.false(isOver(pulling, 300));
  const waiting: Pod = {...pulling, status: {...pulling.status, conditions: [{type: 'Initialized', status: 'False'}]}};
  t.false(isOver(waiting, 9));
  t.true(isOver(waiting, 10));
  t.false(viewScout(waiting, after(300)).isOver, 'nobody knows when it was sent');
});

test('images given by digest are not asked for', t => {
  t.deepEqual(listTags([a, {name: 'fixed', image: `registry.test/fixed@${digest('1')}`}]), [a]);
});

test('of each kind of node one is asked that holds the most; what the oldest pod of a node holds counts, Ready or not', t => {
  const pods = [
    pod({[a.image]: digest('1')}, {node: 'n1'}),
    pod({[a.image]: digest('1'), [b.image]: digest('2')}, {node: 'n2'}),
    pod({[a.image]: digest('3')}, {node: 'arm'}),
    pod({[a.image]: 'ContainerCreating'}, {node: 'virtual'}),
    pod({[a.image]: digest('4')}, {node: 'unready', ready: false}),
    pod({[a.image]: digest('5')}, {node: 'n1', ready: false}),
  ].map(one => viewPod(one));
  const names = ['n1', 'n2', 'arm', 'virtual', 'unready'];
  const kind = (name: string) => (name === 'arm' ? 'arm64 containerd' : 'amd64 containerd');
  const nodes: NodesView = {
    all: new Set(names),
    ready: new Set(names),
    groups: new Map(names.map(name => [name, kind(name)])),
    facts: [],
  };
  const byNode = groupByNode(pods, nodes.ready);
  t.deepEqual(groupNodes([a, b], byNode, nodes), [
    {
      name: 'amd64 containerd',
      node: 'n2',
      held: new Map([
        [a.image, new Set([digest('1'), digest('4')])],
        [b.image, new Set([digest('2')])],
      ]),
    },
    {name: 'arm64 containerd', node: 'arm', held: new Map([[a.image, new Set([digest('3')])]])},
  ]);
  t.is(groupNodes([a, b], byNode, undefined).length, 1, 'without the right to read nodes they are all of one kind');
});

test("a scout asks as the holders do, ends by itself, holds no token, and is its ConfigMap's; no DaemonSet selects it", t => {
  const {config, lane, platform} = buildInputs({
    IMAGES: 'a=registry.test/a:1;b=registry.test/b:1',
    IMAGE_PULL_SECRETS: 'pull',
  });
  const {metadata, spec} = buildScout({
    puller,
    config,
    lane,
    platform,
    node: 'n1',
    group: 'amd64 containerd',
    images: [a],
    errand: hashErrand([], [a]),
    request: undefined,
    now,
    requests: 'little',
  });
  t.like(spec, {
    nodeName: 'n1',
    restartPolicy: 'Never',
    activeDeadlineSeconds: 21_600,
    automountServiceAccountToken: false,
    imagePullSecrets: [{name: 'pull'}],
  });
  t.deepEqual(
    spec?.containers.map(({image, imagePullPolicy, resources}) => ({
      image,
      imagePullPolicy,
      requests: resources?.requests,
    })),
    [{image: a.image, imagePullPolicy: 'Always', requests: {cpu: '1m', memory: '1Mi'}}],
  );
  t.is(spec?.initContainers?.[0]?.imagePullPolicy, 'IfNotPresent');
  t.is(metadata?.ownerReferences?.[0]?.uid, puller.uid);
  t.is(metadata?.labels?.['app.kubernetes.io/name'], undefined);
  t.regex(metadata?.name ?? '', /^kubernetes-image-puller-probe-[0-9a-f]{8}$/);
});

test('a scout asks for next to nothing, or for what main asks for where that is refused', t => {
  const {config, lane, platform} = buildInputs({IMAGES: 'a=registry.test/a:1'});
  const read = (requests: 'little' | 'configured') => {
    const {spec} = buildScout({
      puller,
      config,
      lane,
      platform,
      node: 'n',
      group: '',
      images: [a],
      errand: '',
      request: undefined,
      now,
      requests,
    });
    return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({resources}) => resources?.requests);
  };
  t.deepEqual(read('little'), [
    {cpu: '1m', memory: '1Mi'},
    {cpu: '1m', memory: '1Mi'},
  ]);
  t.deepEqual(read('configured'), [{...config.resources.requests}, {...config.resources.requests}]);
});

test('a scout that its node does not let in has no answers, and says why; one that is over by its time was let in', t => {
  const out = pod({[a.image]: ''}, {ready: false, phase: 'Failed'});
  const refused = {...out, spec: {...out.spec, containers: out.spec?.containers ?? [], restartPolicy: 'Never'}};
  const status = {...out.status, reason: 'OutOfpods', message: 'Node has no room for more pods'};
  t.like(viewScout({...refused, status}, now), {isOver: true, thrownOut: 'OutOfpods: Node has no room for more pods'});
  t.is(viewScout({...refused, status: {...status, reason: 'DeadlineExceeded'}}, now).thrownOut, undefined);
  t.is(viewScout(pod({[a.image]: digest('1')}), now).thrownOut, undefined);
});

test('each time that a refresh was put off another node is asked, of those that hold as many images', t => {
  const main = groupByNode(
    [
      pod({[a.image]: digest('1'), [b.image]: digest('1')}, {node: 'n1'}),
      pod({[a.image]: digest('1')}, {node: 'n2'}),
      pod({[a.image]: digest('1'), [b.image]: digest('1')}, {node: 'n3'}),
    ].map(one => viewPod(one)),
    undefined,
  );
  t.deepEqual(
    [undefined, 1, 2].map(turn => groupNodes([a, b], main, undefined, turn).map(({node}) => node)),
    [['n1'], ['n3'], ['n1']],
  );
});
