import test from 'ava';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const a1 = {IMAGES: 'a=registry.test/a:1'};
const a2 = {IMAGES: 'a=registry.test/a:2'};
const daemonSets = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;

test('a new ConfigMap becomes a DaemonSet that it owns, and its author is told', async t => {
  const {ring, readDaemonSet, readStory, published, writes} = await startPuller(t, a1);
  const {status, entry} = await ring('apply');
  t.is(status, 204);
  t.like(entry, {outcome: 'done', decision: `${configMapName}: created`});
  const daemonSet = await readDaemonSet();
  t.like(daemonSet?.metadata.ownerReferences?.[0], {kind: 'ConfigMap', name: configMapName, controller: true});
  t.deepEqual(
    daemonSet?.spec?.template.spec?.containers.map(({name, image}) => `${name}=${image}`),
    ['a=registry.test/a:1'],
  );
  t.deepEqual(await readStory(), [
    `Normal Applied: DaemonSet ${daemonSetName} created, for 1 image`,
    `Normal ConfigurationAccepted: the configuration is in force: 1 image in DaemonSet ${daemonSetName}, refreshed every hour (digest), at most 50 nodes at a time`,
  ]);
  t.deepEqual(
    published.map(({type}) => type),
    ['kubernetes-image-puller.phase.open'],
  );
  // The update notes which spec was written; it is sent again where the status moved meanwhile.
  t.deepEqual([...new Set(writes())], ['create daemonsets', 'update daemonsets', 'create events']);
});

test('on how many nodes at a time is said as it is written: one, or a share of them', async t => {
  for (const [written, said] of [
    ['1', '1 node'],
    ['25%', '25% of the nodes'],
  ] as const) {
    const {ring, readStory} = await startPuller(t, {...a1, ROLLOUT_MAX_NODES: written});
    await ring('apply');
    const [, accepted = ''] = (await readStory()).join('\n').split('ConfigurationAccepted: ');
    t.regex(accepted, new RegExp(`, at most ${said} at a time$`, 'm'));
  }
});

test('a second bell finds nothing to do, writes nothing and rings nobody', async t => {
  const {ring, readDaemonSet, writes, published} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  const [written, rung] = [writes().length, published.length];
  t.like((await ring('apply')).entry, {decision: `${configMapName}: unchanged`});
  t.deepEqual(await readDaemonSet(), before);
  t.deepEqual([writes().length, published.length], [written, rung]);
});

test('an edit changes the DaemonSet in place', async t => {
  const {ring, edit, readDaemonSet} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  await edit(a2);
  t.like((await ring('apply')).entry, {decision: `${configMapName}: changed (spec)`});
  const after = await readDaemonSet();
  t.is(after?.metadata.uid, before?.metadata.uid);
  t.is(after?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
});

test('a bad edit changes nothing and tells its author every problem at once', async t => {
  const {ring, edit, readDaemonSet, readStory} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  const earlier = await readStory();
  await edit({...a2, NODE_SELECTOR: '{bad', CACHING_CPU_LIMIT: 'much'});
  t.is((await ring('apply')).status, 204);
  t.deepEqual(await readDaemonSet(), before);
  t.deepEqual((await readStory()).slice(earlier.length), [
    'Warning ConfigurationRejected: CACHING_CPU_LIMIT: "much" is not a quantity; write cores or millicores such as .2 or 200m',
    'Warning ConfigurationRejected: NODE_SELECTOR: line 1, column 2: expected a quoted name in "{bad"; write a JSON object of strings such as {"disk":"ssd"}',
  ]);
});

test('a rejection that is rung again is not written again, and one that is edited again is counted', async t => {
  const {ring, edit, api} = await startPuller(t, {IMAGES: ';'});
  const counts = async () => {
    const {items} = (await api('GET', `/api/v1/namespaces/${namespace}/events`)) as {items: {count: number}[]};
    return items.map(({count}) => count);
  };
  await ring('apply');
  await ring('apply');
  t.deepEqual(await counts(), [1]);
  await edit({IMAGES: ';', DAEMONSET_NAME: 'other'});
  await ring('apply');
  t.deepEqual(await counts(), [2]);
});

test('what the API server would not take is told with its field, and what runs stays', async t => {
  const {ring, edit, readDaemonSet, readStory} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  const earlier = await readStory();
  // Valid where a feature gate is on, so that only the API server can tell.
  await edit({...a2, TOLERATIONS: '[{"key":"a","operator":"Gt","value":"1"}]'});
  t.like(await ring('apply'), {status: 204, entry: {decision: `${configMapName}: rejected by the API server`}});
  t.deepEqual(await readDaemonSet(), before);
  t.is(
    (await readStory()).slice(earlier.length).find(line => line.includes('DaemonSetRejected')),
    'Warning DaemonSetRejected: spec.template.spec.tolerations[0].operator: Unsupported value: "Gt": supported values: "Equal", "Exists"',
  );
});

test('a first configuration that the API server would not take makes nothing, and its author is told', async t => {
  const {ring, readDaemonSet, readStory} = await startPuller(t, {
    ...a1,
    TOLERATIONS: '[{"key":"a","operator":"Gt","value":"1"}]',
  });
  t.is((await ring('apply')).status, 204);
  t.is(await readDaemonSet(), undefined);
  t.regex(
    (await readStory()).join('\n'),
    /^Warning DaemonSetRejected: spec\.template\.spec\.tolerations\[0\]\.operator: /m,
  );
});

test('warnings are told, and the rest applies', async t => {
  const {ring, readDaemonSet, readStory} = await startPuller(t, {IMAGES: 'a=registry.test/a:1;nonsense'});
  await ring('apply');
  t.is((await readDaemonSet())?.spec?.template.spec?.containers.length, 1);
  t.regex((await readStory())[0] ?? '', /^Warning ConfigurationWarning: IMAGES: entry 2: /);
});

test("a DaemonSet of the wanted name that is somebody else's is untouched, and the author is told whose it is", async t => {
  const {ring, readDaemonSet, readStory, api, writes} = await startPuller(t, {
    ...a1,
    DAEMONSET_NAME: 'kube-proxy',
  });
  const labels = {'k8s-app': 'kube-proxy'};
  await api('POST', daemonSets, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'kube-proxy', labels},
    spec: {
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'kube-proxy', image: 'registry.test/kube-proxy:1'}]}},
    },
  });
  const before = await readDaemonSet('kube-proxy');
  t.like(await ring('apply'), {status: 204, entry: {decision: `${configMapName}: refused: not ours`}});
  t.deepEqual(await readDaemonSet('kube-proxy'), before);
  t.deepEqual(await readStory(), [
    'Warning DaemonSetRefused: the DaemonSet kube-proxy was not made by an image puller: choose another DAEMONSET_NAME',
  ]);
  t.deepEqual(writes(), ['create events']);
});

test('a second ConfigMap for the same DaemonSet is told that it is taken, and the first keeps it', async t => {
  const {ring, edit, readDaemonSet, readStory} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  await edit(a2, {name: 'second'});
  await ring('apply', {object: {name: 'second'}});
  const after = await readDaemonSet();
  t.deepEqual(after?.spec, before?.spec);
  t.deepEqual(
    after?.metadata.ownerReferences?.map(({name, controller}) => [name, controller]),
    [
      [configMapName, true],
      ['second', undefined],
    ],
  );
  t.like((await ring('apply')).entry, {decision: `${configMapName}: unchanged`});
  t.deepEqual(await readStory('second'), [
    `Warning DaemonSetRefused: the DaemonSet ${daemonSetName} belongs to the ConfigMap ${configMapName}: choose another DAEMONSET_NAME, or delete that ConfigMap, and it passes to this one`,
  ]);
});

test('a ConfigMap made anew under its name gets a DaemonSet of its own', async t => {
  const {ring, edit, readDaemonSet, api} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  await api('DELETE', `/api/v1/namespaces/${namespace}/configmaps/${configMapName}`);
  await edit(a2);
  t.is((await ring('apply')).status, 204);
  const after = await readDaemonSet();
  t.not(after?.metadata.uid, before?.metadata.uid);
  t.is(after?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
});

test('a DaemonSet that someone deleted is made again, and one that someone changed is put right', async t => {
  const {ring, readDaemonSet, api} = await startPuller(t, a1);
  await ring('apply');
  const before = await readDaemonSet();
  const foreign = {name: 'foreign', image: 'registry.test/foreign:1'};
  const template = {spec: {containers: [...(before?.spec?.template.spec?.containers ?? []), foreign]}};
  await api('PATCH', `${daemonSets}/${daemonSetName}`, {
    metadata: {labels: {'app.kubernetes.io/managed-by': null, team: 'x'}},
    spec: {template},
  });
  const object = {kind: 'DaemonSet', name: daemonSetName} as const;
  await ring('apply', {object});
  const after = await readDaemonSet();
  t.deepEqual(after?.spec?.template.spec?.containers, before?.spec?.template.spec?.containers);
  t.deepEqual(after?.metadata.labels, {...before?.metadata.labels, team: 'x'});

  await api('DELETE', `${daemonSets}/${daemonSetName}`);
  await ring('apply', {type: 'dev.knative.apiserver.ref.delete', object});
  t.truthy(await readDaemonSet());
});

test('a copy of our DaemonSet with other contents, put in its place, is put right, whatever marks it carries', async t => {
  const {ring, readDaemonSet, api} = await startPuller(t, a1);
  await ring('apply');
  const {metadata, spec} = (await readDaemonSet()) ?? {};
  const {uid, resourceVersion, ...copied} = metadata ?? {};
  await api('DELETE', `${daemonSets}/${daemonSetName}`);
  const template = {...spec?.template, spec: {...spec?.template.spec, hostNetwork: true}};
  await api('POST', daemonSets, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: copied,
    spec: {...spec, template},
  });
  t.like((await ring('apply')).entry, {decision: `${configMapName}: changed (spec)`});
  t.falsy((await readDaemonSet())?.spec?.template.spec?.hostNetwork);
});

test('what is wrong beside a rejection is told with it', async t => {
  const {ring, readStory} = await startPuller(t, {IMAGES: 'Web=registry.test/web:1'});
  await ring('apply');
  t.regex((await readStory()).join('\n'), /^Warning ConfigurationWarning: IMAGES: entry 1: .*Web/m);
  t.regex((await readStory()).join('\n'), /^Warning ConfigurationRejected: IMAGES: /m);
});

test('a bell from another namespace, of a ConfigMap without the label, or of one that is gone does nothing', async t => {
  const {ring, edit, writes} = await startPuller(t, undefined);
  await edit(a1, {labels: {}});
  t.like((await ring('apply')).entry, {decision: `${configMapName}: no puller`});
  t.like((await ring('apply', {object: {name: 'gone'}})).entry, {decision: 'gone: no puller'});
  t.like((await ring('apply', {object: {namespace: 'kube-system'}})).entry, {decision: 'in another namespace'});
  t.deepEqual(writes(), []);
});
