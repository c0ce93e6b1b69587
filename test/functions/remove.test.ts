import test, {type ExecutionContext} from 'ava';
import {until} from '../support/until.ts';
import {gate} from './support/gate.ts';
import {configMapName, daemonSetName, namespace, startPuller, type TestPuller} from './support/puller.ts';

const a1 = {IMAGES: 'a=registry.test/a:1'};
const configMap = `/api/v1/namespaces/${namespace}/configmaps/${configMapName}`;
const gone = {type: 'kubernetes-image-puller.puller.gone'} as const;
const second = {object: {name: 'second'}} as const;

const typesOf = ({published}: TestPuller) => published.map(({type}) => type);
const listNames = async ({cluster}: TestPuller) => (await cluster.listDaemonSets()).map(({metadata}) => metadata.name);

/** A puller that is applied, in a cluster that deletes nothing by itself. */
async function startUncollected(t: ExecutionContext, context?: Parameters<typeof startPuller>[2]) {
  const puller = await startPuller(t, a1, {...context, cluster: {garbageCollector: false}});
  await puller.ring('apply');
  return puller;
}

test('a ConfigMap that is gone takes its DaemonSet with it: Kubernetes deletes it, and nothing is written', async t => {
  const {ring, readDaemonSet, api, writes} = await startPuller(t, a1);
  await ring('apply');
  const written = writes().length;
  await api('DELETE', configMap);
  t.like(await ring('remove'), {status: 204, entry: {decision: `${configMapName}: nothing to remove`}});
  await until(async () => (await readDaemonSet()) === undefined);
  t.is(writes().length, written);
});

test('what Kubernetes does not delete with a ConfigMap that is gone stays until check finds it, and then is deleted', async t => {
  const puller = await startUncollected(t);
  const {ring, readDaemonSet, api} = puller;
  await api('DELETE', configMap);
  t.like((await ring('remove')).entry, {decision: `${configMapName}: nothing to remove`});
  t.truthy(await readDaemonSet());
  const rung = typesOf(puller).length;
  await ring('check');
  t.deepEqual(typesOf(puller).slice(rung), [gone.type]);
  t.like((await ring('remove', gone)).entry, {decision: `${configMapName}: deleted ${daemonSetName}`});
  t.is(await readDaemonSet(), undefined);
});

test('what a ConfigMap left stays where it was made anew, or another puller is to have it next, and wants it', async t => {
  const puller = await startUncollected(t);
  const {ring, edit, readDaemonSet, api} = puller;
  await api('DELETE', configMap);
  await edit(a1);
  t.like((await ring('remove', gone)).entry, {decision: `${configMapName}: nothing to remove`});
  t.truthy(await readDaemonSet());

  await ring('apply');
  await edit(a1, {name: 'second'});
  await ring('apply', second);
  await api('DELETE', configMap);
  t.like((await ring('remove', gone)).entry, {decision: `${configMapName}: nothing to remove`});
  t.truthy(await readDaemonSet());
});

test('of one that was made anew and wants another name, only what the one before it left is deleted', async t => {
  const puller = await startUncollected(t);
  const {ring, edit, api} = puller;
  await api('DELETE', configMap);
  await edit({...a1, DAEMONSET_NAME: 'anew'});
  await ring('apply');
  t.like((await ring('remove', gone)).entry, {decision: `${configMapName}: deleted ${daemonSetName}`});
  t.deepEqual(await listNames(puller), ['anew']);
});

test('a DaemonSet that passes to another puller in the moment in which it is to be deleted stays', async t => {
  const gated = gate('deleteDaemonSet');
  const puller = await startUncollected(t, {
    context: context => ({...context, cluster: gated.cluster(context.cluster)}),
  });
  const {ring, edit, api, readDaemonSet} = puller;
  const before = await readDaemonSet();
  await api('DELETE', configMap);
  const slow = ring('remove', gone);
  await Promise.race([gated.reached, slow]);
  await edit(a1, {name: 'second'});
  t.like((await ring('apply', second)).entry, {decision: 'second: inherited'});
  gated.open();
  t.like((await slow).entry, {decision: `${configMapName}: nothing to remove`});
  t.is((await readDaemonSet())?.metadata.uid, before?.metadata.uid);
});

test('a ConfigMap that is there and labelled by the time the event arrives keeps its DaemonSet', async t => {
  const {ring, readDaemonSet} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  for (const bell of [{}, gone])
    t.like((await ring('remove', bell)).entry, {decision: `${configMapName}: nothing to remove`});
  t.deepEqual(await readDaemonSet(), before);
});

test('a forged event takes nothing of a ConfigMap that is there, whatever it is of', async t => {
  const puller = await startPuller(t, a1, {nodes: 1});
  const {ring, edit, writes} = puller;
  await edit({...a1, DAEMONSET_NAME: 'second'}, {name: 'second'});
  await ring('apply');
  await ring('apply', second);
  // Its old DaemonSet is one that it does not want, and that is its own until the new one is up.
  await edit({...a1, DAEMONSET_NAME: 'renamed'});
  puller.embedded.nodes.setSandboxFailure('node-1', 'nothing comes up here');
  await ring('apply');
  const written = writes().length;
  for (const name of ['never-was', 'second', configMapName]) {
    await ring('remove', {object: {name}});
    await ring('remove', {...gone, object: {name}});
  }
  t.deepEqual(await listNames(puller), [daemonSetName, 'renamed', 'second']);
  t.is(writes().length, written);
});

test('a DaemonSet without our label is not deleted, even if a ConfigMap that is gone controls it', async t => {
  const puller = await startUncollected(t);
  const {ring, api, cluster, readDaemonSet, writes} = puller;
  const {uid} = (await cluster.readConfigMap(configMapName))?.metadata ?? {};
  const labels = {'k8s-app': 'other'};
  await api('POST', `/apis/apps/v1/namespaces/${namespace}/daemonsets`, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {
      name: 'other',
      labels,
      ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: configMapName, uid, controller: true}],
    },
    spec: {
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'c', image: 'registry.test/c:1'}]}},
    },
  });
  await api('DELETE', configMap);
  const written = writes().length;
  await ring('remove');
  await ring('remove', gone);
  t.truthy(await readDaemonSet('other'));
  t.is(await readDaemonSet(), undefined, 'the one that has it is');
  t.deepEqual(writes().slice(written), ['delete daemonsets']);
});

test('who was noted as next owner in the moment in which a DaemonSet is let go of stays noted', async t => {
  const gated = gate('patchDaemonSet');
  const puller = await startPuller(t, a1, {
    context: context => ({...context, cluster: gated.cluster(context.cluster)}),
  });
  const {ring, edit, readDaemonSet} = puller;
  await ring('apply');
  await edit(a1, {labels: {}});
  const slow = ring('remove');
  await Promise.race([gated.reached, slow]);
  await edit(a1, {name: 'second'});
  await ring('apply', second);
  gated.open();
  t.like((await slow).entry, {decision: `${configMapName}: released ${daemonSetName}`});
  t.deepEqual(
    (await readDaemonSet())?.metadata.ownerReferences?.map(({name}) => name),
    ['second'],
  );
});

for (const [value, told] of [
  ['True', true],
  ['', true],
  ['false', false],
] as const) {
  test(`a puller whose label becomes "${value}" is let go of${told ? ', and is told that no puller is made by it' : ''}`, async t => {
    const {ring, edit, readDaemonSet, readStory} = await startPuller(t, a1);
    await edit({...a1, DAEMONSET_NAME: 'second'}, {name: 'second'});
    await ring('apply');
    await ring('apply', second);
    const others = await readDaemonSet('second');
    const before = (await readStory()).length;
    await edit(a1, {labels: {'kubernetes-image-puller/config': value}});
    t.like((await ring('remove')).entry, {decision: `${configMapName}: released ${daemonSetName}`});
    t.is((await readDaemonSet())?.metadata.ownerReferences, undefined);
    t.deepEqual(await readDaemonSet('second'), others, "another puller's");
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
