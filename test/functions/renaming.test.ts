import test from 'ava';
import {gate} from './support/gate.ts';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const a1 = {IMAGES: 'a=registry.test/a:1'};
const second = {object: {name: 'second'}} as const;
const daemonSets = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;

/** A DaemonSet that no image puller made. */
function foreign(name: string) {
  const labels = {'k8s-app': name};
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name, labels},
    spec: {
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'c', image: 'registry.test/foreign:1'}]}},
    },
  };
}

test('a puller that is renamed keeps its old DaemonSet until the new one is up everywhere', async t => {
  const {ring, edit, readDaemonSet, nodes} = await startPuller(t, a1, {nodes: 1});
  await ring('apply');
  await edit({...a1, DAEMONSET_NAME: 'renamed'});
  await ring('apply');
  t.truthy(await readDaemonSet(), 'the old one, while the new one is not up');
  t.truthy(await readDaemonSet('renamed'));
  await nodes.settled('renamed');
  await ring('apply');
  t.is(await readDaemonSet(), undefined);
});

test('a puller that is refused its new name keeps its old DaemonSet, however well the other one does', async t => {
  const {ring, edit, readDaemonSet, nodes, api} = await startPuller(t, a1, {nodes: 1});
  await ring('apply');
  await nodes.settled(daemonSetName);
  await api('POST', daemonSets, foreign('taken'));
  await nodes.settled('taken');
  for (const refused of [
    {DAEMONSET_NAME: 'taken'},
    {DAEMONSET_NAME: 'free', TOLERATIONS: '[{"key":"a","operator":"Gt","value":"1"}]'},
  ]) {
    await edit({...a1, ...refused});
    t.is((await ring('apply')).status, 204);
    t.truthy(await readDaemonSet(), JSON.stringify(refused));
  }
});

test('a puller that is renamed deletes what it left, and nothing of another puller', async t => {
  const {ring, edit, cluster, readDaemonSet, nodes} = await startPuller(t, a1, {nodes: 1});
  await edit({...a1, DAEMONSET_NAME: 'other'}, {name: 'second'});
  await ring('apply');
  await ring('apply', second);
  await nodes.settled('other');
  const {uid} = (await readDaemonSet('other'))?.metadata ?? {};
  await edit({...a1, DAEMONSET_NAME: 'renamed'});
  await ring('apply');
  await nodes.settled('renamed');
  t.like((await ring('apply')).entry, {decision: `${configMapName}: unchanged, deleted ${daemonSetName}`});
  t.deepEqual(
    (await cluster.listDaemonSets()).map(({metadata}) => metadata.name),
    ['other', 'renamed'],
  );
  t.is((await readDaemonSet('other'))?.metadata.uid, uid);
});

test('an old DaemonSet that another puller comes to want while it is to be deleted passes to that one', async t => {
  const gated = gate('deleteDaemonSet');
  const {ring, edit, readDaemonSet, nodes} = await startPuller(t, a1, {
    nodes: 1,
    context: context => ({...context, cluster: gated.cluster(context.cluster)}),
  });
  await ring('apply');
  const {uid} = (await readDaemonSet())?.metadata ?? {};
  await edit({...a1, DAEMONSET_NAME: 'renamed'});
  await ring('apply');
  await nodes.settled('renamed');
  const slow = ring('apply');
  await Promise.race([gated.reached, slow]);
  await edit(a1, {name: 'second'});
  t.like((await ring('apply', second)).entry, {decision: `second: refused: not ours, waits for ${daemonSetName}`});
  gated.open();
  t.like((await slow).entry, {decision: `${configMapName}: unchanged, passed on ${daemonSetName}`});
  t.like((await readDaemonSet())?.metadata, {uid, ownerReferences: [{name: 'second'}]});
});

test('what took the place of the old DaemonSet while it was to be deleted stays', async t => {
  const gated = gate('deleteDaemonSet');
  const {ring, edit, api, readDaemonSet, nodes} = await startPuller(t, a1, {
    nodes: 1,
    context: context => ({...context, cluster: gated.cluster(context.cluster)}),
  });
  await ring('apply');
  await edit({...a1, DAEMONSET_NAME: 'renamed'});
  await ring('apply');
  await nodes.settled('renamed');
  const slow = ring('apply');
  await gated.reached;
  await api('DELETE', `${daemonSets}/${daemonSetName}`);
  await api('POST', daemonSets, foreign(daemonSetName));
  gated.open();
  t.is((await slow).status, 204);
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.name, 'c');
});
