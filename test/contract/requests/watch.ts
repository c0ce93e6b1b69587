import type {Live} from '@image-puller/shared/live';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {buildConfigMap} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {openWatch, speak, type WatchEvent} from '../support/index.ts';

const brief = ({type, object}: WatchEvent<ConfigMap>) =>
  [type, object.metadata?.name, JSON.stringify(object.data)].join(' ');

const versionIn = ({object}: WatchEvent<Live<ConfigMap>>) => object.metadata.resourceVersion;

export const watchContracts: readonly Contract<RequestCluster>[] = [
  {
    title:
      'a watch without a version begins with what is there, and goes on with each change, but not with what is none',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      await send('POST', configMaps, buildConfigMap('a'));
      const watch = await openWatch<ConfigMap>(t, cluster, `${configMaps}?watch=true`);
      t.is(watch.status, 200);
      await watch.take(1);
      await send('POST', configMaps, buildConfigMap('b'));
      await send('PUT', `${configMaps}/b`, buildConfigMap('b', {a: '2'}));
      await send('PUT', `${configMaps}/b`, buildConfigMap('b', {a: '2'}));
      await send('DELETE', `${configMaps}/b`);
      await send('POST', configMaps, buildConfigMap('c'));
      t.deepEqual((await watch.take(5)).map(brief), [
        'ADDED a {"a":"1"}',
        'ADDED b {"a":"1"}',
        'MODIFIED b {"a":"2"}',
        'DELETED b {"a":"2"}',
        'ADDED c {"a":"1"}',
      ]);
    },
  },
  {
    title:
      "a watch from a list's version misses nothing and repeats nothing; one from the last event seen goes on after it",
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      await send('POST', configMaps, buildConfigMap('a'));
      const list = await send<{readonly metadata: {readonly resourceVersion: string}}>('GET', configMaps);
      const changed = (await send<Live<ConfigMap>>('PUT', `${configMaps}/a`, buildConfigMap('a', {a: '2'}))).body;
      await send('DELETE', `${configMaps}/a`);
      await send('POST', configMaps, buildConfigMap('b'));
      const from = (version: string) =>
        openWatch<Live<ConfigMap>>(t, cluster, `${configMaps}?watch=true&resourceVersion=${version}`);
      const first = await (await from(list.body.metadata.resourceVersion)).take(3);
      t.deepEqual(first.map(brief), ['MODIFIED a {"a":"2"}', 'DELETED a {"a":"2"}', 'ADDED b {"a":"1"}']);
      t.deepEqual(first[0]?.object, changed, 'whole objects');
      const resumed = await (await from(first.map(versionIn)[1] ?? '')).take(1);
      t.deepEqual(resumed, first.slice(2));
    },
  },
  {
    title:
      'what stops matching the selector of a watch is DELETED, as it last matched, at the version at which it left',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      await send('POST', configMaps, buildConfigMap('a'));
      const watch = await openWatch<Live<ConfigMap>>(t, cluster, `${configMaps}?watch=true&labelSelector=on%3D1`);
      const patch = async (on: string | null, a: string) =>
        (await send<Live<ConfigMap>>('PATCH', `${configMaps}/a`, {metadata: {labels: {on}}, data: {a}})).body;
      const entered = await patch('1', '2');
      const changed = await patch('1', '3');
      const left = await patch(null, '4');
      await patch(null, '5');
      await send('DELETE', `${configMaps}/a`);
      const last = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('b', {}, {labels: {on: '1'}}))).body;
      const {resourceVersion} = left.metadata;
      t.deepEqual(await watch.take(4), [
        {type: 'ADDED', object: entered},
        {type: 'MODIFIED', object: changed},
        {type: 'DELETED', object: {...changed, metadata: {...changed.metadata, resourceVersion}}},
        {type: 'ADDED', object: last},
      ]);
    },
  },
  {
    title: 'DELETED carries the object as it was, at the version of its deletion',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const created = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body;
      const {metadata} = created;
      const path = `${configMaps}?watch=true&resourceVersion=${metadata.resourceVersion}`;
      const watch = await openWatch<Live<ConfigMap>>(t, cluster, `${path}&fieldSelector=metadata.name%3Da`);
      await send('POST', configMaps, buildConfigMap('b'));
      await send('DELETE', `${configMaps}/a`);
      const [event] = await watch.take(1);
      const resourceVersion = event?.object.metadata.resourceVersion ?? '';
      t.deepEqual(event, {type: 'DELETED', object: {...created, metadata: {...metadata, resourceVersion}}});
      t.true(Number(resourceVersion) > Number(metadata.resourceVersion));
    },
  },
  {
    title: 'bookmarks tell where the beginning ends, and, before the time is over, how far a quiet watch has come',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const created = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body;
      const path = `${configMaps}?watch=true&allowWatchBookmarks=true&timeoutSeconds=4`;
      const watch = await openWatch<Live<ConfigMap>>(t, cluster, path);
      const [first, second, ...more] = await watch.ended();
      t.deepEqual(first, {type: 'ADDED', object: created});
      const bookmark = (resourceVersion: string | undefined, annotations?: object) => ({
        type: 'BOOKMARK',
        object: {kind: 'ConfigMap', apiVersion: 'v1', metadata: {resourceVersion, ...(annotations && {annotations})}},
      });
      t.deepEqual<unknown, unknown>(
        second,
        bookmark(second?.object.metadata.resourceVersion, {'k8s.io/initial-events-end': 'true'}),
      );
      const last = more.at(-1);
      t.deepEqual<unknown, unknown>(last, bookmark(last?.object.metadata.resourceVersion));
      t.true(Number(last?.object.metadata.resourceVersion) >= Number(created.metadata.resourceVersion));
    },
  },
  {
    title: 'a watch from a version ends by itself after timeoutSeconds, without an event where nothing happened',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const {resourceVersion} = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body.metadata;
      const path = `${configMaps}?watch=true&resourceVersion=${resourceVersion}&timeoutSeconds=1`;
      t.deepEqual(await (await openWatch(t, cluster, path)).ended(), []);
    },
  },
];
