import {ApiError, serveStatus} from '@image-puller/functions';
import {templateHoldsAnnotation} from '@image-puller/shared/names';
import test from 'ava';
import {until} from '../support/until.ts';
import {configMapName, daemonSetName, namespace, startPuller, type TestPuller} from './support/puller.ts';

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

test('on the page, what came from the cluster is text and nothing else', async t => {
  const puller = await startPuller(t, {IMAGES: ';', NODE_SELECTOR: '<script>alert(1)</script>'});
  const {body} = await serveStatus({path: '/'}, puller.context());
  t.notRegex(body, /<script>/);
  t.regex(body, /&lt;script&gt;/);
});

test('an image that someone wrote into the DaemonSet is text on the page, too', async t => {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'});
  await puller.ring('apply');
  const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`;
  const annotations = {[templateHoldsAnnotation]: JSON.stringify({a: '<img src=x>'})};
  await puller.api('PATCH', path, {spec: {template: {metadata: {annotations}}}});
  await puller.edit({IMAGES: ';'});
  const {body} = await serveStatus({path: '/'}, puller.context());
  t.notRegex(body, /<img/);
  t.regex(body, /&lt;img src=x&gt;/);
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
