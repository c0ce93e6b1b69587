import type {StoredPod} from '@image-puller/embedded-cluster';
import test from 'ava';
import type {PodSpec} from 'kubernetes-types/core/v1';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';
import {ahead, due} from './support/scout.ts';

/** Under whom the containers of a pod run, as far as it says so. */
const readUsers = ({securityContext, initContainers = [], containers}: PodSpec) => ({
  group: securityContext?.fsGroup,
  users: [...new Set([...initContainers, ...containers].map(({securityContext: own}) => own?.runAsUser))],
  groups: [...new Set([...initContainers, ...containers].map(({securityContext: own}) => own?.runAsGroup))],
});

for (const [where, openshift, wanted] of [
  [
    'on OpenShift pods say no user, since a namespace has its own',
    true,
    {group: undefined, users: [undefined], groups: [undefined]},
  ],
  ['elsewhere pods say their user', false, {group: 65532, users: [65532], groups: [65532]}],
] as const) {
  test(`${where}: those of the DaemonSet, after an edit too, and the scout of a refresh`, async t => {
    const puller = await startPuller(
      t,
      {IMAGES: 'a=registry.test/a:1'},
      {nodes: 1, cluster: {openshift}, context: ahead({hours: 2})},
    );
    const {ring, edit, nodes, embedded} = puller;
    const listPods = () =>
      embedded.store.list<StoredPod>('Pod', namespace).flatMap(({spec}) => (spec ? [readUsers(spec)] : []));
    await ring('apply');
    await nodes.settled(daemonSetName);
    t.deepEqual(listPods(), [wanted]);
    await edit({IMAGES: 'a=registry.test/a:2'});
    await ring('apply');
    await nodes.settled(daemonSetName);
    t.deepEqual(listPods(), [wanted]);
    await ring('refresh', due);
    t.deepEqual(listPods(), [wanted, wanted], 'a scout is out');
    t.like((await ring('apply')).entry, {decision: `${configMapName}: unchanged`});
  });
}
