import {startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {createMoveTags} from '@image-puller/knative/local/start';
import test, {type ExecutionContext} from 'ava';

const app = 'registry.example/app:next';
const other = 'registry.example/other:1';

async function start(t: ExecutionContext) {
  const cluster = await startEmbeddedCluster();
  t.teardown(() => cluster.stop());
  const move = createMoveTags(cluster.images);
  return {
    move: (text: string) => move({is: 'text', text}),
    moveBy: move,
    digestOf: (reference: string) => cluster.images.get(reference).digest,
  };
}

test('a tag that no registry gave is given when it has a build, and fails again without one', async t => {
  const cluster = await startEmbeddedCluster();
  t.teardown(() => cluster.stop());
  const absent = 'registry.example/app:does-not-exist';
  const move = createMoveTags(cluster.images);
  const {failure} = cluster.images.get(absent);
  t.truthy(failure);
  move({is: 'text', text: `${absent}: 1`});
  t.is(cluster.images.get(absent).failure, undefined);
  move({is: 'text', text: ''});
  t.is(cluster.images.get(absent).failure, failure);
});

test('a line moves its tag, another build moves it on, and without a line it means what it meant at first', async t => {
  const {move, digestOf} = await start(t);
  const first = digestOf(app);
  const digests: string[] = [];
  for (const [text, tags] of [
    [`${app}: 2`, [{reference: app, build: '2'}]],
    [`${app}: 2\n# saved again\n`, []],
    [
      `${app}: 3\n${other}: x`,
      [
        {reference: app, build: '3'},
        {reference: other, build: 'x'},
      ],
    ],
    [`${app}: 2\n${other}: x`, [{reference: app, build: '2'}]],
    [`${other}: x`, [{reference: app, build: undefined}]],
  ] as const) {
    t.deepEqual(move(text), {is: 'moved', tags});
    digests.push(digestOf(app));
  }
  const [two = '', , three = ''] = digests;
  t.deepEqual(digests, [two, two, three, two, first]);
  t.is(new Set([first, two, three]).size, 3);
  for (const digest of digests) t.regex(digest, /^sha256:[0-9a-f]{64}$/);
});

test('a digest is taken as it is', async t => {
  const {move, digestOf} = await start(t);
  const digest = `sha256:${'1'.repeat(64)}`;
  move(`${app}: ${digest}`);
  t.is(digestOf(app), digest);
});

test('a file with a problem moves nothing; one that is gone takes its moves back', async t => {
  const {move, moveBy, digestOf} = await start(t);
  const first = digestOf(app);
  move(`${app}: 2`);
  const moved = digestOf(app);
  t.like(move(`${app}: 3\nNO: 1`), {is: 'rejected'});
  t.deepEqual(moveBy({is: 'unreadable', because: 'it is a FIFO'}), {is: 'rejected', problems: ['it is a FIFO']});
  t.is(digestOf(app), moved);
  t.deepEqual(moveBy({is: 'absent'}), {is: 'moved', tags: [{reference: app, build: undefined}]});
  t.is(digestOf(app), first);
});
