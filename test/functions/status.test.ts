import type {StoredDaemonSet} from '@image-puller/embedded-cluster';
import {ApiError, type Context, serveStatus} from '@image-puller/functions';
import {annotations, templateHoldsAnnotation} from '@image-puller/shared/names';
import test, {type ExecutionContext} from 'ava';
import {until} from '../support/until.ts';
import {configMapName, daemonSetName, namespace, startPuller, type TestPuller} from './support/puller.ts';

const daemonSet = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`;

const read = async ({context}: TestPuller) => {
  const {status, contentType, body} = await serveStatus({path: '/status.json'}, context());
  return {status, contentType, ...JSON.parse(body)};
};

test('an installation without pullers answers an empty list, and its page says how to make one', async t => {
  const puller = await startPuller(t, undefined);
  t.deepEqual(await read(puller), {status: 200, contentType: 'application/json', pullers: []});
  const page = await serveStatus({path: '/'}, puller.context());
  t.regex(page.body, /label a ConfigMap/);
});

test('every image with its nodes: held, failing, and why', async t => {
  const images = {IMAGES: 'a=registry.test/a:1;gone=registry.test/gone:does-not-exist'};
  const puller = await startPuller(t, images, {nodes: 3});
  await puller.ring('apply');
  await until(() => puller.nodes.count('failing', 'gone') === 3 && puller.nodes.count('running', 'a') === 3);
  const {pullers} = await read(puller);
  const [{images: seen}] = pullers;
  t.like(pullers[0], {
    name: configMapName,
    namespace,
    ready: false,
    nodes: {eligible: 3, total: 3},
    problems: [],
    lastRefresh: null,
  });
  t.deepEqual(seen[0], {
    name: 'a',
    image: 'registry.test/a:1',
    held: 3,
    started: 0,
    pulling: 0,
    failing: 0,
    waiting: 0,
    reasons: [],
    rewritten: null,
  });
  t.like(seen[1], {name: 'gone', held: 0, pulling: 0, failing: 3, waiting: 0});
  t.regex(seen[1].reasons.join(), /^not found: (ErrImagePull|ImagePullBackOff): .* \(\d nodes?\)/);
});

test('ready when every image is held everywhere', async t => {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'}, {nodes: 2});
  await puller.ring('apply');
  await puller.nodes.settled(daemonSetName);
  t.like((await read(puller)).pullers[0], {ready: true, nodes: {eligible: 2, total: 2}});
});

test('a rejected configuration: not ready, its problems, and the images that an earlier one holds', async t => {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'}, {nodes: 1});
  await puller.ring('apply');
  await puller.nodes.settled(daemonSetName);
  await puller.edit({IMAGES: ';'});
  const {pullers} = await read(puller);
  t.like(pullers[0], {ready: false, images: [{name: 'a', held: 1}]});
  t.regex(pullers[0].problems[0], /^IMAGES: /);
});

test('a DaemonSet that is not ours is a problem of the puller that wants it', async t => {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'});
  await puller.ring('apply');
  await puller.edit({IMAGES: 'b=registry.test/b:1'}, {name: 'second'});
  const {pullers} = await read(puller);
  t.deepEqual(
    pullers.map(({name, problems}: {name: string; problems: string[]}) => [name, problems.length]),
    [
      [configMapName, 0],
      ['second', 1],
    ],
  );
  t.regex(pullers[1].problems[0], /belongs to the ConfigMap k8s-image-puller/);
});

/** The page, in which markup that came from the cluster is an error. */
async function readPage(t: ExecutionContext, {context}: TestPuller): Promise<string> {
  const {body} = await serveStatus({path: '/'}, context());
  t.notRegex(body, /<i>|<script>/);
  return body;
}

test('on the page, the problems of a configuration are text and nothing else', async t => {
  const puller = await startPuller(t, {IMAGES: ';', NODE_SELECTOR: '<script>alert(1)</script>'});
  t.regex(await readPage(t, puller), /<li>NODE_SELECTOR: [^<]*&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
});

test('on the page, why an image is not held, when it was refreshed and why a node is left out are text and nothing else', async t => {
  // By then a pod that has not begun is asked about.
  const aMinuteLater = (context: Context): Context => ({...context, now: () => new Date(Date.now() + 60_000)});
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'}, {nodes: 2, context: aMinuteLater});
  const {api, ring, embedded} = puller;
  embedded.nodes.setSandboxFailure('node-1', 'there is <i>no</i> address');
  await ring('apply');
  await api('PATCH', daemonSet, {metadata: {annotations: {[annotations.lastRefresh]: 'refreshed <i>now</i>'}}});
  embedded.nodes.setTaints('node-2', [{key: 'for', value: '<i>others</i>', effect: 'NoSchedule'}]);
  let page = '';
  await until(
    async () => {
      page = await readPage(t, puller);
      return page.includes('FailedCreatePodSandBox');
    },
    () => page,
  );
  t.regex(page, /<td>FailedCreatePodSandBox: [^<]*there is &lt;i&gt;no&lt;\/i&gt; address \(1 node\)<\/tr>/);
  t.regex(page, /last refresh: refreshed &lt;i&gt;now&lt;\/i&gt;\./);
  t.regex(page, /left out: 1 tainted for=&lt;i&gt;others&lt;\/i&gt;:NoSchedule\)/);
});

test('on the page, an image that someone wrote into the DaemonSet is text and nothing else, and so is its name', async t => {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'});
  await puller.ring('apply');
  // Neither would be taken of the API server; what reads the page need not rely on that.
  const holds = {'<i>a</i>': '<i>image</i>'};
  const found = puller.embedded.store.get<StoredDaemonSet>('DaemonSet', namespace, daemonSetName);
  if (found?.spec === undefined) throw new Error('no DaemonSet');
  const {spec} = found;
  const containers = [{name: '<i>a</i>', image: 'registry.test/a:1'}];
  const template = {
    metadata: {...spec.template.metadata, annotations: {[templateHoldsAnnotation]: JSON.stringify(holds)}},
    spec: {...spec.template.spec, containers},
  };
  puller.embedded.store.update<StoredDaemonSet>({...found, spec: {...spec, template}});
  await puller.edit({IMAGES: ';'});
  t.regex(await readPage(t, puller), /<td>&lt;i&gt;a&lt;\/i&gt;<td>&lt;i&gt;image&lt;\/i&gt;</);
});

test('without the right to list nodes it is said that they could not be counted', async t => {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'});
  const {cluster} = puller.context();
  const forbidden = new ApiError('forbidden', 'nodes is forbidden', 403);
  const context = {...puller.context(), cluster: {...cluster, pagesOfNodes: () => failWith(forbidden)}};
  const {body} = await serveStatus({path: '/status.json'}, context);
  t.deepEqual(JSON.parse(body).pullers[0].problems, ['no right to list nodes: every node with a pod counts as Ready']);
});

/** An answer that never comes. */
function failWith(error: Error): AsyncIterable<never> {
  return {[Symbol.asyncIterator]: () => ({next: () => Promise.reject(error)})};
}

test('health needs no API server, and another path is 404', async t => {
  const puller = await startPuller(t, undefined);
  puller.embedded.setIntercept(() => ({hangUp: true}));
  t.like(await serveStatus({path: '/healthz'}, puller.context()), {status: 200, body: 'ok\n'});
  t.like(await serveStatus({path: '/secret'}, puller.context()), {status: 404});
});
