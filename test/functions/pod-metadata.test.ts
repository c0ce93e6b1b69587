import type {StoredPod} from '@image-puller/embedded-cluster';
import test from 'ava';
import {until} from '../support/until.ts';
import {daemonSetName, namespace, startPuller} from './support/puller.ts';

const a1 = {IMAGES: 'a=registry.test/a:1'};
const extra = {
  POD_LABELS: '{"team":"x","app.kubernetes.io/name":"theirs"}',
  POD_ANNOTATIONS: '{"linkerd.io/inject":"enabled"}',
  POD_SERVICE_ACCOUNT_NAME: 'holder',
  POD_RUNTIME_CLASS_NAME: 'kata',
};
const daemonSet = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`;

/** What one pod says of itself, but for what its controller adds. */
function view({metadata, spec}: StoredPod): object {
  const {team, theirs, 'sidecar.istio.io/inject': istio} = metadata.labels ?? {};
  return {
    labels: {team, theirs, istio},
    linkerd: metadata.annotations?.['linkerd.io/inject'],
    name: metadata.labels?.['app.kubernetes.io/name'],
    account: spec?.serviceAccountName,
    runtime: spec?.runtimeClassName,
    token: spec?.automountServiceAccountToken,
  };
}

test('pods get what the configuration says of them, and lose it when it says so no more; what others set stays', async t => {
  const {ring, edit, api, nodes, readStory} = await startPuller(t, a1, {nodes: 2});
  const settle = async () => {
    t.is((await ring('apply')).status, 204);
    await nodes.settled(daemonSetName);
    const {items} = (await api('GET', `/api/v1/namespaces/${namespace}/pods`)) as {items: readonly StoredPod[]};
    const views = items.filter(({metadata}) => metadata.deletionTimestamp === undefined).map(view);
    t.is(views.length, 2);
    t.deepEqual(views[0], views[1]);
    return views[0];
  };
  const plain = {
    labels: {team: undefined, theirs: undefined, istio: 'false'},
    linkerd: 'disabled',
    name: 'kubernetes-image-puller',
    account: 'default',
    runtime: undefined,
    token: false,
  };
  t.deepEqual(await settle(), plain);

  await edit({...a1, ...extra});
  const set = {...plain, linkerd: 'enabled', account: 'holder', runtime: 'kata'};
  t.deepEqual(await settle(), {...set, labels: {...plain.labels, team: 'x'}});
  t.true(
    (await readStory()).includes(
      'Warning ConfigurationWarning: POD_LABELS: ["app.kubernetes.io/name"]: "app.kubernetes.io/name" is not yours to set: a DaemonSet of an earlier version selects its pods by it: left out; write another name',
    ),
  );

  await api('PATCH', daemonSet, {spec: {template: {metadata: {labels: {theirs: 'yes'}}}}});
  t.deepEqual(await settle(), {...set, labels: {...plain.labels, team: 'x', theirs: 'yes'}});

  await edit(a1);
  t.deepEqual(await settle(), {...plain, labels: {...plain.labels, theirs: 'yes'}});
  t.like((await ring('apply')).entry, {decision: 'k8s-image-puller: unchanged'});
});

test('the scout that a refresh sends is such a pod, too', async t => {
  const hours = (ahead: number) => new Date(Date.now() + ahead * 3_600_000);
  let ahead = 0;
  const {ring, api, nodes} = await startPuller(
    t,
    {...a1, ...extra},
    {
      nodes: 1,
      context: context => ({...context, now: () => hours(ahead)}),
    },
  );
  await ring('apply');
  await nodes.settled(daemonSetName);
  ahead = 2;
  const scouts: StoredPod[] = [];
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=kubernetes-image-puller/probe`;
  await until(async () => {
    await ring('refresh');
    const {items} = (await api('GET', path)) as {items: readonly StoredPod[]};
    scouts.push(...items);
    return scouts.length > 0;
  });
  const [scout] = scouts;
  t.like(scout?.metadata, {
    labels: {team: 'x', 'sidecar.istio.io/inject': 'false', 'app.kubernetes.io/component': 'image-probe'},
    annotations: {'linkerd.io/inject': 'enabled', 'sidecar.istio.io/inject': 'false'},
  });
  t.like(scout?.spec, {serviceAccountName: 'holder', runtimeClassName: 'kata'});
});
