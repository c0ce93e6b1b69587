import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {buildConfigMap, buildDaemonSet, failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {speak, versionOf} from '../support/index.ts';

const another = '11111111-1111-1111-1111-111111111111';

export const patchContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'a merge patch of one annotation leaves everything else as it is, the generation too; null removes it',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const made = buildDaemonSet('a');
      const created = await send<Live<DaemonSet>>('POST', daemonSets, {
        ...made,
        metadata: {...made.metadata, annotations: {a: '1'}, labels: {l: '1'}},
      });
      const {uid} = created.body.metadata;
      const annotate = async (b: string | null) =>
        (await send<Live<DaemonSet>>('PATCH', `${daemonSets}/a`, {metadata: {uid, annotations: {b}}})).body;
      const set = await annotate('2');
      t.deepEqual(set, {
        ...created.body,
        metadata: {
          ...created.body.metadata,
          ...versionOf(set),
          annotations: {...created.body.metadata.annotations, b: '2'},
        },
      });
      t.is(set.metadata.generation, 1);
      t.deepEqual(await annotate('2'), set, 'no change, no write');
      const removed = await annotate(null);
      t.deepEqual(removed, {...created.body, metadata: {...created.body.metadata, ...versionOf(removed)}});
    },
  },
  {
    title: 'a merge patch that names another uid is a 422 about metadata.uid, and writes nothing',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const created = await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'));
      const message = `Invalid value: "${another}": field is immutable`;
      const cause = {reason: 'FieldValueInvalid', message, field: 'metadata.uid'};
      t.deepEqual(await send('PATCH', `${daemonSets}/a`, {metadata: {uid: another, annotations: {b: '2'}}}), {
        status: 422,
        body: failure(422, 'Invalid', `DaemonSet.apps "a" is invalid: metadata.uid: ${message}`, {
          name: 'a',
          group: 'apps',
          kind: 'DaemonSet',
          causes: [cause, cause],
        }),
        warnings: [],
      });
      t.deepEqual((await send('GET', `${daemonSets}/a`)).body, created.body);
    },
  },
  {
    title: 'a merge patch with a stale resourceVersion is a 409, of what does not exist a 404',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const {resourceVersion} = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body.metadata;
      const patch = (resourceVersion: string, b: string) =>
        send<Live<ConfigMap>>('PATCH', `${configMaps}/a`, {metadata: {resourceVersion}, data: {b}});
      const patched = await patch(resourceVersion, '1');
      t.deepEqual([patched.status, patched.body.data], [200, {a: '1', b: '1'}]);
      const stale = 'the object has been modified; please apply your changes to the latest version and try again';
      t.deepEqual<unknown, unknown>(await patch(resourceVersion, '2'), {
        status: 409,
        body: failure(409, 'Conflict', `Operation cannot be fulfilled on configmaps "a": ${stale}`, {
          name: 'a',
          kind: 'configmaps',
        }),
        warnings: [],
      });
      const details = {name: 'nope', group: 'apps', kind: 'daemonsets'};
      t.deepEqual(await send('PATCH', `${daemonSets}/nope`, {metadata: {annotations: {b: '2'}}}), {
        status: 404,
        body: failure(404, 'NotFound', 'daemonsets.apps "nope" not found', details),
        warnings: [],
      });
    },
  },
  {
    title: 'a merge patch replaces lists as a whole: owners, containers',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const {name, uid} = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body.metadata;
      const reference = {apiVersion: 'v1', kind: 'ConfigMap', name, uid};
      const made = buildDaemonSet('a');
      await send('POST', daemonSets, {...made, metadata: {...made.metadata, ownerReferences: [reference]}});
      const patch = async (body: object) => (await send<Live<DaemonSet>>('PATCH', `${daemonSets}/a`, body)).body;
      const owned = {...reference, controller: true};
      const adopted = await patch({metadata: {ownerReferences: [owned]}});
      t.deepEqual([adopted.metadata.ownerReferences, adopted.metadata.generation], [[owned], 1]);
      t.is((await patch({metadata: {ownerReferences: null}})).metadata.ownerReferences, undefined);
      const containers = [{name: 'other', image: 'registry.test/other:1'}];
      const {spec, metadata} = await patch({spec: {template: {spec: {containers}}}});
      t.deepEqual(
        [spec?.template.spec?.containers.map(({name, image}) => ({name, image})), metadata.generation],
        [containers, 2],
      );
    },
  },
  {
    title: 'a dry run of a patch stores nothing; another media type than a patch is a 415',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const created = await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'));
      const patch = {spec: {minReadySeconds: 5}};
      const dry = await send<Live<DaemonSet>>('PATCH', `${daemonSets}/a?dryRun=All`, patch);
      t.deepEqual([dry.status, dry.body.metadata.generation, dry.body.spec?.minReadySeconds], [200, 2, 5]);
      t.deepEqual((await send('GET', `${daemonSets}/a`)).body, created.body);
      const json = {'content-type': 'application/json'};
      const refused = await send<{readonly message: string}>('PATCH', `${daemonSets}/a`, patch, json);
      const {message} = refused.body;
      t.regex(message, /^415: Unsupported Media Type/);
      t.deepEqual<unknown, unknown>(refused, {
        status: 415,
        body: failure(415, 'UnsupportedMediaType', message, {}),
        warnings: [],
      });
    },
  },
];
