import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {buildConfigMap, buildDaemonSet, failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {speak} from '../support/index.ts';

const another = '11111111-1111-1111-1111-111111111111';

/** The body of a DELETE as the functions send it. */
const buildOptions = (preconditions: object) => ({
  apiVersion: 'v1',
  kind: 'DeleteOptions',
  propagationPolicy: 'Background',
  preconditions,
});

export const deleteContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'DELETE answers whom it deleted; a second one is a 404',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const {metadata} = (await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'))).body;
      const {uid, resourceVersion} = metadata;
      t.deepEqual(await send('DELETE', `${daemonSets}/a`, buildOptions({uid, resourceVersion})), {
        status: 200,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Success',
          details: {name: 'a', group: 'apps', kind: 'daemonsets', uid},
        },
        warnings: [],
      });
      const details = {name: 'a', group: 'apps', kind: 'daemonsets'};
      t.deepEqual(await send('DELETE', `${daemonSets}/a`), {
        status: 404,
        body: failure(404, 'NotFound', 'daemonsets.apps "a" not found', details),
        warnings: [],
      });
    },
  },
  {
    title: 'DELETE of another uid or another version than is there is a 409, and deletes nothing',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const created = await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'));
      const {uid, resourceVersion} = created.body.metadata;
      const conflict = (why: string) => ({
        status: 409,
        body: failure(409, 'Conflict', `Operation cannot be fulfilled on DaemonSet.apps "a": ${why}`, {
          name: 'a',
          group: 'apps',
          kind: 'DaemonSet',
        }),
        warnings: [],
      });
      t.deepEqual(
        await send('DELETE', `${daemonSets}/a`, buildOptions({uid: another, resourceVersion})),
        conflict(
          `the UID in the precondition (${another}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
        ),
      );
      t.deepEqual(
        await send('DELETE', `${daemonSets}/a`, buildOptions({uid, resourceVersion: '1'})),
        conflict(
          `the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
        ),
      );
      t.deepEqual((await send('GET', `${daemonSets}/a`)).body, created.body);
    },
  },
  {
    title: 'a dry run of DELETE deletes nothing',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      await send('POST', configMaps, buildConfigMap('a'));
      t.is((await send('DELETE', `${configMaps}/a?dryRun=All`)).status, 200);
      t.is((await send('GET', `${configMaps}/a`)).status, 200);
    },
  },
  {
    title: 'what a finalizer holds waits with a deletionTimestamp, and goes with the finalizer',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const finalizers = ['example.test/hold'];
      const created = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a', {}, {finalizers}))).body;
      const {status, body} = await send<Live<ConfigMap>>('DELETE', `${configMaps}/a`);
      const {deletionTimestamp, resourceVersion} = body.metadata;
      t.is(status, 200);
      t.regex(String(deletionTimestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      const deletion = {resourceVersion, deletionTimestamp, deletionGracePeriodSeconds: 0};
      t.deepEqual<unknown, unknown>(body, {...created, metadata: {...created.metadata, ...deletion}});
      t.deepEqual((await send('GET', `${configMaps}/a`)).body, body);
      t.is((await send('PATCH', `${configMaps}/a`, {metadata: {finalizers: null}})).status, 200);
      t.is((await send('GET', `${configMaps}/a`)).status, 404);
    },
  },
  {
    title: 'a name that is deleted and created again is another object',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const first = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body.metadata;
      await send('DELETE', `${configMaps}/a`);
      const second = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body.metadata;
      t.not(second.uid, first.uid);
      t.true(Number(second.resourceVersion) > Number(first.resourceVersion));
    },
  },
];
