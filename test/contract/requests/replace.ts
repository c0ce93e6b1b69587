import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {buildConfigMap, buildDaemonSet, failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {speak, versionOf} from '../support/index.ts';

const stale = 'the object has been modified; please apply your changes to the latest version and try again';
const another = '11111111-1111-1111-1111-111111111111';

export const replaceContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'PUT with a stale resourceVersion is a 409 Conflict, and writes nothing',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const first = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body;
      const {resourceVersion} = first.metadata;
      const second = await send('PUT', `${configMaps}/a`, buildConfigMap('a', {a: '2'}, {resourceVersion}));
      t.is(second.status, 200);
      t.deepEqual(await send('PUT', `${configMaps}/a`, buildConfigMap('a', {a: '3'}, {resourceVersion})), {
        status: 409,
        body: failure(409, 'Conflict', `Operation cannot be fulfilled on configmaps "a": ${stale}`, {
          name: 'a',
          kind: 'configmaps',
        }),
        warnings: [],
      });
      t.deepEqual(await send('GET', `${configMaps}/a`), second);

      const daemonSet = (await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'))).body;
      const {annotations} = daemonSet.metadata;
      const body = {...daemonSet, metadata: {...daemonSet.metadata, annotations: {...annotations, x: '1'}}};
      t.is((await send('PUT', `${daemonSets}/a`, body)).status, 200);
      t.deepEqual(await send('PUT', `${daemonSets}/a`, {...body, spec: buildDaemonSet('a', {hostPID: true}).spec}), {
        status: 409,
        body: failure(409, 'Conflict', `Operation cannot be fulfilled on daemonsets.apps "a": ${stale}`, {
          name: 'a',
          group: 'apps',
          kind: 'daemonsets',
        }),
        warnings: [],
      });
    },
  },
  {
    title: 'PUT with the uid of another object is a 409, of what does not exist a 404, under another name a 400',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const {uid} = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body.metadata;
      const body = buildConfigMap('a', {a: '2'}, {uid: another});
      const conflict = await send<{readonly message: string}>('PUT', `${configMaps}/a`, body);
      const {message} = conflict.body;
      const why = `Precondition failed: UID in precondition: ${another}, UID in object meta: ${uid}`;
      t.true(message.startsWith('Operation cannot be fulfilled on configmaps "a": ') && message.endsWith(why), message);
      t.deepEqual<unknown, unknown>(conflict, {
        status: 409,
        body: failure(409, 'Conflict', message, {name: 'a', kind: 'configmaps'}),
        warnings: [],
      });
      t.deepEqual(await send('PUT', `${configMaps}/b`, buildConfigMap('b', {}, {resourceVersion: '1', uid})), {
        status: 404,
        body: failure(404, 'NotFound', 'configmaps "b" not found', {name: 'b', kind: 'configmaps'}),
        warnings: [],
      });
      t.deepEqual(await send('PUT', `${configMaps}/a`, buildConfigMap('b')), {
        status: 400,
        body: failure(400, 'BadRequest', 'the name of the object (b) does not match the name on the URL (a)'),
        warnings: [],
      });
    },
  },
  {
    title: 'PUT of what is there already writes nothing, with and without what the server sets',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const configMap = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body;
      for (const body of [configMap, buildConfigMap('a')])
        t.deepEqual((await send('PUT', `${configMaps}/a`, body)).body, configMap);
      const daemonSet = (await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'))).body;
      for (const body of [daemonSet, buildDaemonSet('a')]) {
        t.deepEqual((await send('PUT', `${daemonSets}/a?dryRun=All`, body)).body, daemonSet);
        t.deepEqual((await send('PUT', `${daemonSets}/a`, body)).body, daemonSet);
      }
    },
  },
  {
    title: 'a changed spec is the next generation; a dry run of it says so and stores nothing',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const first = (await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'))).body;
      const {resourceVersion} = first.metadata;
      const changed = buildDaemonSet('a', {}, {image: 'registry.test/a:2'});
      const expected = {
        ...first,
        metadata: {...first.metadata, generation: 2, annotations: {'deprecated.daemonset.template.generation': '2'}},
        spec: {...first.spec, template: {...first.spec?.template, spec: first.spec?.template.spec}},
      };
      const dry = (await send<Live<DaemonSet>>('PUT', `${daemonSets}/a?dryRun=All`, changed)).body;
      t.deepEqual({...dry, spec: expected.spec}, {...expected, metadata: {...expected.metadata, resourceVersion}});
      t.is(dry.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
      t.deepEqual((await send('GET', `${daemonSets}/a`)).body, first);
      const written = (await send<Live<DaemonSet>>('PUT', `${daemonSets}/a`, changed)).body;
      t.deepEqual(written, {...dry, metadata: {...dry.metadata, resourceVersion: written.metadata.resourceVersion}});
      t.not(written.metadata.resourceVersion, resourceVersion);
    },
  },
  {
    title: 'a change of the strategy counts as a generation but not as one of the template; labels count as neither',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const built = buildDaemonSet('a');
      await send('POST', daemonSets, built);
      const rollingUpdate = {maxSurge: 3, maxUnavailable: 0};
      const spec = {...built.spec, updateStrategy: {type: 'RollingUpdate', rollingUpdate}};
      const rolled = (await send<Live<DaemonSet>>('PUT', `${daemonSets}/a`, {...built, spec})).body;
      const labelled = {...built, metadata: {...built.metadata, labels: {x: '1'}}, spec};
      const after = (await send<Live<DaemonSet>>('PUT', `${daemonSets}/a`, labelled)).body;
      t.deepEqual(
        [rolled, after].map(({metadata}) => [metadata.generation, metadata.annotations]),
        [
          [2, {'deprecated.daemonset.template.generation': '1'}],
          [2, {'deprecated.daemonset.template.generation': '1'}],
        ],
      );
      t.not(after.metadata.resourceVersion, rolled.metadata.resourceVersion);
      t.deepEqual(after.spec?.updateStrategy, {type: 'RollingUpdate', rollingUpdate});
    },
  },
  {
    title: 'PUT replaces labels, annotations, owners and data as a whole, and leaves the status alone',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const owner = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body;
      const {name, uid} = owner.metadata;
      const ownerReferences = [{apiVersion: 'v1', kind: 'ConfigMap', name, uid, controller: true}];
      const made = buildDaemonSet('a');
      const metadata = {...made.metadata, labels: {a: '1', b: '2'}, annotations: {c: '3'}, ownerReferences};
      const first = (await send<Live<DaemonSet>>('POST', daemonSets, {...made, metadata})).body;
      t.deepEqual(first.metadata.ownerReferences, ownerReferences);
      const body = {...made, metadata: {name: 'a', labels: {b: '3'}}, status: {numberReady: 7}};
      const second = (await send<Live<DaemonSet>>('PUT', `${daemonSets}/a`, body)).body;
      const {ownerReferences: _gone, ...kept} = first.metadata;
      t.deepEqual(second, {
        ...first,
        metadata: {
          ...kept,
          ...versionOf(second),
          labels: {b: '3'},
          annotations: {'deprecated.daemonset.template.generation': '1'},
        },
      });
      t.is(second.metadata.generation, 1);
      const {body: emptied} = await send<Live<ConfigMap>>('PUT', `${configMaps}/a`, {...owner, data: {b: '1'}});
      t.deepEqual(emptied.data, {b: '1'});
    },
  },
  {
    title: 'the selector of a DaemonSet can not be changed',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      await send('POST', daemonSets, buildDaemonSet('a'));
      const {spec} = buildDaemonSet('b');
      const message = 'Invalid value: {"matchLabels":{"app":"b"}}: field is immutable';
      t.deepEqual(await send('PUT', `${daemonSets}/a`, {...buildDaemonSet('a'), spec}), {
        status: 422,
        body: failure(422, 'Invalid', `DaemonSet.apps "a" is invalid: spec.selector: ${message}`, {
          name: 'a',
          group: 'apps',
          kind: 'DaemonSet',
          causes: [{reason: 'FieldValueInvalid', message, field: 'spec.selector'}],
        }),
        warnings: [],
      });
    },
  },
];
