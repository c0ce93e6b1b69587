import type {ExecutionContext} from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {until} from '../../../support/until.ts';
import {addTrigger, findClosedPort, type LivePuller, startSubscriber, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {since} from './format.ts';
import type {Place} from './names.ts';

/** An image goes apart about two minutes after it failed first; what is waited for at most, in milliseconds. */
const apart = 240_000;

/**
 * An image that no registry has, and users' own programs that want to hear of it and are down or do not answer: it goes apart,
 * and a refresh that is asked for is done.
 */
export async function failApart(t: ExecutionContext, {live, broker, namespace, functions}: Place): Promise<void> {
  const silent = await startSubscriber(t, false);
  const wanted = 'kubernetes-image-puller.image';
  await addTrigger(live, namespace, 'down', await findClosedPort(), `${wanted}.failed`);
  await addTrigger(live, namespace, 'silent', silent.url, `${wanted}.cached`);
  t.teardown(() => live.shell(`kubectl delete trigger down silent -n ${namespace} --ignore-not-found`));
  const puller = viewInstallation(live, namespace).view('failing');
  const state = async () => ({
    daemonSets: await listDaemonSets(live, namespace),
    story: await puller.readStory(),
    held: puller.readHeld(),
    heard: silent.heard,
    functions: functions(),
  });
  const begun = performance.now();
  await puller.timeEdit(['a', 'absent']);
  await until(async () => (await listDaemonSets(live, namespace)).some(isApart), state, apart);
  t.log(`${broker}: apart after ${since(begun)}`);
  await until(() => puller.readHeld().join() === 'a', state, apart);
  t.log(`${broker}: the other one held after ${since(begun)}`);
  await until(() => silent.heard.length > 0, state, apart);
  await refresh(puller, state);
  t.log(`${broker}: refreshed after ${since(begun)}`);
  t.deepEqual((await listDaemonSets(live, namespace)).filter(({name}) => name.startsWith('failing')).length, 2);
  await puller.deleteConfigMap();
  await until(
    async () => (await listDaemonSets(live, namespace)).every(({name}) => !name.startsWith('failing')),
    state,
  );
}

async function refresh(puller: LivePuller, state: () => unknown): Promise<void> {
  const requested = new Date().toISOString().replace(/\.\d+/, '');
  await puller.patchConfigMap({metadata: {annotations: {'kubernetes-image-puller/refresh-requested': requested}}});
  const isDone = async () => (await puller.readStory()).some(told => told.startsWith('Normal RefreshDone'));
  await until(isDone, state, apart);
}

interface Named {
  readonly name: string;
  readonly images: readonly string[];
}

async function listDaemonSets({cluster}: LiveKnative, namespace: string): Promise<readonly Named[]> {
  const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
  const {items} = await cluster.admin.ask<{readonly items: readonly DaemonSet[]}>('GET', path);
  return items.map(({metadata, spec}) => ({
    name: metadata?.name ?? '',
    images: spec?.template.spec?.containers.map(({name}) => name) ?? [],
  }));
}

const isApart = ({name, images}: Named): boolean =>
  name.startsWith('failing-') && images.length === 1 && images[0] === 'absent';
