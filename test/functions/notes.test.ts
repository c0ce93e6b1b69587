import {annotations} from '@image-puller/shared/names';
import test from 'ava';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const images = {IMAGES: 'a=registry.test/a:1;bad=registry.test/bad:1'};
const daemonSets = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
/** By which the image goes apart, where it is believed. */
const noted = {
  [annotations.lanes]: JSON.stringify({
    bad: {image: 'registry.test/bad:1', is: 'isolated', since: new Date(0).toISOString(), returns: 0},
  }),
};

test('what is noted on a DaemonSet of a puller makes it hold an image apart', async t => {
  const {ring, api, cluster} = await startPuller(t, images);
  await ring('apply');
  await api('PATCH', `${daemonSets}/${daemonSetName}`, {metadata: {annotations: noted}});
  await ring('apply');
  t.deepEqual(
    (await cluster.listDaemonSets()).map(({metadata}) => metadata.name),
    [daemonSetName, `${daemonSetName}-isolated-bad`],
  );
});

test("what is noted on a DaemonSet that is no puller's makes nothing", async t => {
  const {ring, api, writes, readStory} = await startPuller(t, {...images, DAEMONSET_NAME: 'theirs'});
  const labels = {'k8s-app': 'theirs'};
  await api('POST', daemonSets, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'theirs', labels, annotations: noted},
    spec: {
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'c', image: 'registry.test/c:1'}]}},
    },
  });
  for (const step of ['apply', 'check', 'apply'] as const) t.is((await ring(step)).status, 204);
  t.deepEqual(writes(), ['create events']);
  t.regex(
    (await readStory()).join('\n'),
    /^Warning DaemonSetRefused: the DaemonSet theirs was not made by an image puller[^\n]*$/,
  );
});

test("what is noted on another puller's DaemonSet is not gone by: main alone is wanted, and waited for", async t => {
  const {ring, api, edit, cluster, readStory} = await startPuller(t, {IMAGES: 'bad=registry.test/bad:1'});
  await ring('apply');
  await api('PATCH', `${daemonSets}/${daemonSetName}`, {metadata: {annotations: noted}});
  await edit(images, {name: 'second'});
  const second = {object: {name: 'second'}};
  t.like((await ring('apply', second)).entry, {decision: `second: refused: not ours, waits for ${daemonSetName}`});
  t.like((await ring('apply', second)).entry, {decision: 'second: refused: not ours'});
  t.is((await readStory('second')).length, 1);
  t.deepEqual(
    (await cluster.listDaemonSets()).map(({metadata}) => metadata.name),
    [daemonSetName],
  );
  t.like((await ring('apply')).entry, {decision: `${configMapName}: unchanged`});
});
