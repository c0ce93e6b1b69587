import test from 'ava';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const a1 = {IMAGES: 'a=registry.test/a:1'};
const configMap = `/api/v1/namespaces/${namespace}/configmaps/${configMapName}`;

test('a ConfigMap that is gone takes its DaemonSet with it', async t => {
  const {ring, readDaemonSet, api} = await startPuller(t, a1);
  await ring('apply');
  await api('DELETE', configMap);
  t.is((await ring('remove')).status, 204);
  t.is(await readDaemonSet(), undefined);
});

test('a ConfigMap that is there and labelled by the time the event arrives keeps its DaemonSet', async t => {
  const {ring, readDaemonSet} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  t.like((await ring('remove')).entry, {decision: `${configMapName}: nothing to remove`});
  t.deepEqual(await readDaemonSet(), before);
});

test("a forged event takes nothing that is not that ConfigMap's", async t => {
  const {ring, edit, readDaemonSet, writes} = await startPuller(t, a1);
  await edit({...a1, DAEMONSET_NAME: 'second'}, {name: 'second'});
  await ring('apply');
  await ring('apply', {object: {name: 'second'}});
  const before2 = writes().length;
  await ring('remove', {object: {name: 'never-was'}});
  t.truthy(await readDaemonSet());
  t.truthy(await readDaemonSet('second'));
  t.is(writes().length, before2);
});

test('a DaemonSet without our label is not deleted, even if a ConfigMap that is gone controls it', async t => {
  const {ring, readDaemonSet, api} = await startPuller(t, undefined);
  const labels = {'k8s-app': 'other'};
  await api('POST', `/apis/apps/v1/namespaces/${namespace}/daemonsets`, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'other', labels},
    spec: {
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'c', image: 'registry.test/c:1'}]}},
    },
  });
  await ring('remove', {object: {name: configMapName}});
  t.truthy(await readDaemonSet('other'));
  t.is(await readDaemonSet(daemonSetName), undefined);
});

for (const [value, told] of [
  ['True', true],
  ['', true],
  ['false', false],
] as const) {
  test(`a puller whose label becomes "${value}" is let go of${told ? ', and is told that no puller is made by it' : ''}`, async t => {
    const {ring, edit, readDaemonSet, readStory} = await startPuller(t, a1);
    await ring('apply');
    const before = (await readStory()).length;
    await edit(a1, {labels: {'kubernetes-image-puller/config': value}});
    t.like((await ring('remove')).entry, {decision: `${configMapName}: released ${daemonSetName}`});
    t.is((await readDaemonSet())?.metadata.ownerReferences, undefined);
    t.deepEqual((await readStory()).slice(before), [
      `Normal Released: DaemonSet ${daemonSetName} released: it stays as it is, and no puller changes it`,
      ...(told
        ? [
            `Warning LabelIgnored: the label kubernetes-image-puller/config has the value "${value}" and makes no puller: it has to be "true" (kubectl label --overwrite -n ${namespace} configmap ${configMapName} kubernetes-image-puller/config=true)`,
          ]
        : []),
    ]);
  });
}
