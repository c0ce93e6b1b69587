import {type InvocationEntry, type StandaloneOptions, startStandalone} from '@image-puller/functions';
import test, {type ExecutionContext} from 'ava';
import {until} from '../support/until.ts';
import {configMapName, daemonSetName, startPuller, type TestPuller} from './support/puller.ts';

const a1 = {IMAGES: 'a=registry.test/a:1'};

/** Standalone beside a puller's cluster; it has stopped when the test ends. */
function start(
  t: ExecutionContext,
  {cluster}: TestPuller,
  tickEvery = 600_000,
  phaseEvery = 50,
  ambient: Pick<StandaloneOptions, 'now' | 'newId'> = {},
) {
  const entries: InvocationEntry[] = [];
  const failures: string[] = [];
  const standalone = startStandalone({
    cluster,
    settings: {installationId: 'test', sleepImage: 'registry.test/sleep:1', sink: undefined},
    log: entry => entries.push(entry),
    onFailure: ({message}) => failures.push(message),
    tickEvery,
    phaseEvery,
    ...ambient,
  });
  t.teardown(() => standalone.stop());
  return {standalone, entries, failures};
}

const imageOf = async ({readDaemonSet}: TestPuller) =>
  (await readDaemonSet())?.spec?.template.spec?.containers[0]?.image;

test('what is there when it starts is applied, and so is each edit, label, unlabelling and deletion', async t => {
  const puller = await startPuller(t, a1, {nodes: 2});
  const {entries} = start(t, puller);
  const isImage = (image: string | undefined) => async () => (await imageOf(puller)) === image;
  const state = () => entries.slice(-5);
  await until(isImage('registry.test/a:1'), state);
  await puller.edit({IMAGES: 'a=registry.test/a:2'});
  await until(isImage('registry.test/a:2'), state);
  await puller.nodes.settled(daemonSetName);

  const hasOwner = async () => (await puller.readDaemonSet())?.metadata.ownerReferences !== undefined;
  await puller.edit({IMAGES: 'a=registry.test/a:2'}, {labels: {}});
  await until(async () => !(await hasOwner()), state);
  await puller.edit({IMAGES: 'a=registry.test/a:2'});
  await until(hasOwner, state);

  await puller.api('DELETE', `/api/v1/namespaces/puller/configmaps/${configMapName}`);
  await until(isImage(undefined), state);
  t.deepEqual(
    entries.filter(({outcome}) => outcome !== 'done' && outcome !== 'covered').map(({outcome}) => outcome),
    [],
  );
});

test('a deleted DaemonSet is made again without anybody asking', async t => {
  const puller = await startPuller(t, a1);
  start(t, puller);
  await until(async () => (await puller.readDaemonSet()) !== undefined);
  const before = await puller.readDaemonSet();
  await puller.api('DELETE', `/apis/apps/v1/namespaces/puller/daemonsets/${daemonSetName}`);
  await until(async () => {
    const uid = (await puller.readDaemonSet())?.metadata.uid;
    return uid !== undefined && uid !== before?.metadata.uid;
  });
  t.pass();
});

test('an API server that is overloaded while an edit is made is asked again until it is not', async t => {
  const puller = await startPuller(t, a1);
  const {entries} = start(t, puller);
  await until(async () => (await puller.readDaemonSet()) !== undefined);
  puller.embedded.setIntercept(({userAgent}) => (userAgent === 'administrator' ? undefined : {status: 429}));
  await puller.api('PATCH', `/api/v1/namespaces/puller/configmaps/${configMapName}`, {
    data: {IMAGES: 'a=registry.test/a:2'},
  });
  await until(
    () => entries.some(({outcome}) => outcome === 'unavailable'),
    () => entries.slice(-5),
  );
  puller.embedded.setIntercept(undefined);
  await until(
    async () => (await imageOf(puller)) === 'registry.test/a:2',
    () => entries.slice(-5),
  );
  t.pass();
});

test('a step that fails for a while is tried again until it is done', async t => {
  const puller = await startPuller(t, a1);
  let failing = 2;
  puller.embedded.setIntercept(({verb, resource}) =>
    verb === 'create' && resource === 'daemonsets' && failing-- > 0 ? {status: 500} : undefined,
  );
  const {entries} = start(t, puller);
  await until(
    async () => (await puller.readDaemonSet()) !== undefined,
    () => entries,
  );
  const outcomes = entries.filter(entry => entry.function === 'apply').map(({outcome}) => outcome);
  t.true(outcomes.filter(outcome => outcome === 'postponed').length >= 2, outcomes.join());
});

test('a rollout is watched to its end, and then nobody looks any more', async t => {
  const puller = await startPuller(t, a1, {nodes: 2});
  puller.embedded.images.set('registry.test/a:1', {failure: 'ServerError'});
  const {entries} = start(t, puller, 100, 10);
  const looks = () => entries.filter(({event}) => event?.type.endsWith('phase.open'));
  const countTicks = () =>
    entries.filter(({event, outcome}) => event?.type.endsWith('ping') && outcome === 'done').length;
  await until(() => looks().length > 2, looks);
  puller.embedded.images.set('registry.test/a:1', {failure: undefined});
  await until(() => looks().some(({decision}) => decision === `${configMapName}: ready`), looks);
  // Those on their way are the last. Watching, it would look between one tick and the next.
  await until(
    async () => {
      const [looked, ticked] = [looks().length, countTicks()];
      await until(() => countTicks() >= ticked + 5, countTicks);
      return looks().length === looked;
    },
    () => ({looks: looks().length, ticks: countTicks()}),
  );
  t.pass();
});

test('the tick puts right what no event told', async t => {
  const puller = await startPuller(t, a1);
  const {entries} = start(t, puller, 200);
  await until(
    () => entries.some(({event}) => event?.type === 'dev.knative.sources.ping'),
    () => entries,
  );
  await until(
    async () => (await imageOf(puller)) === 'registry.test/a:1',
    () => entries,
  );
  const ticks = () => entries.filter(({event}) => event?.type === 'dev.knative.sources.ping').length;
  const before = ticks();
  await until(() => ticks() >= before + 2, ticks);
  t.pass();
});

test('stopping ends what runs first, and then nothing is asked any more', async t => {
  const puller = await startPuller(t, a1);
  const held = Promise.withResolvers<void>();
  puller.embedded.setIntercept(({verb, resource}) => {
    if (verb !== 'create' || resource !== 'daemonsets') return undefined;
    held.resolve();
    return {delay: 300};
  });
  const {standalone} = start(t, puller);
  await held.promise;
  await standalone.stop();
  t.truthy(await puller.readDaemonSet(), 'the write under way has ended');
  puller.embedded.requests.clear();
  await puller.edit({IMAGES: 'a=registry.test/a:2'});
  t.is(await imageOf(puller), 'registry.test/a:1');
  t.deepEqual(puller.writes(), []);
});

test('ticks and writes while a rollout is watched begin no further chains', async t => {
  const puller = await startPuller(t, a1, {nodes: 1});
  puller.embedded.images.set('registry.test/a:1', {pullDuration: 60_000});
  const {entries} = start(t, puller, 20, 200);
  const looks = () => entries.filter(({event}) => event?.type.endsWith('phase.open')).length;
  const ticks = () => entries.filter(({event}) => event?.type.endsWith('ping')).length;
  await until(() => looks() > 0, looks);
  const [looked, ticked] = [looks(), ticks()];
  await until(() => ticks() >= ticked + 60, ticks);
  // One chain looks a tenth as often as it ticks; with a chain for each tick there were as many looks as ticks.
  t.true(looks() - looked <= 30, `${looks() - looked} looks in ${ticks() - ticked} ticks`);
});

test('the log says of each run what rang for it, by an id of its own, and how long it took', async t => {
  const puller = await startPuller(t, a1, {nodes: 1});
  let clock = 0;
  let bells = 0;
  // A request takes a second, by a clock that stands still otherwise.
  puller.embedded.setIntercept(() => {
    clock += 1000;
    return undefined;
  });
  const {entries} = start(t, puller, 600_000, 50, {now: () => clock, newId: () => `bell ${++bells}`});
  const types = ['dev.knative.sources.ping', 'dev.knative.apiserver.ref.add', 'kubernetes-image-puller.phase.open'];
  const ended = () => entries.filter(({outcome}) => outcome === 'done');
  await until(
    () => types.every(type => ended().some(({event}) => event?.type === type)),
    () => entries,
  );
  const durations = ended().map(({durationMs}) => durationMs);
  t.deepEqual(
    durations.filter(duration => duration === 0 || duration % 1000 !== 0),
    [],
  );
  const ids = new Map(entries.map(({event}) => [event?.id, event?.type]));
  t.deepEqual(
    [...ids.keys()].filter(id => !/^bell \d+$/.test(id ?? '')),
    [],
  );
  t.true(entries.every(({event}) => event?.type === ids.get(event?.id)));
});
