import type {Live} from '@image-puller/shared/live';
import type {ConfigMap, Event} from 'kubernetes-types/core/v1';
import {buildConfigMap, failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {identityOf, type Speech, speak} from '../support/index.ts';

/** An Event as functions/puller/tell.ts writes it. */
const buildEvent = ({metadata}: Live<ConfigMap>, changes: object = {}) => {
  const {name, namespace, uid, resourceVersion} = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {name: 'a.0123', namespace},
    involvedObject: {apiVersion: 'v1', kind: 'ConfigMap', name, namespace, uid, resourceVersion},
    type: 'Normal',
    reason: 'Applied',
    message: 'created',
    count: 1,
    firstTimestamp: '2026-01-02T03:04:05Z',
    lastTimestamp: '2026-01-02T03:04:05Z',
    source: {component: 'kubernetes-image-puller'},
    reportingComponent: 'kubernetes-image-puller',
    reportingInstance: 'serviceaccount/apply',
    ...changes,
  };
};

const createSubject = async ({send, configMaps}: Speech) =>
  (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('a'))).body;

export const eventContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'an Event is stored as it is written, and counted up by a merge patch',
    check: async (t, cluster) => {
      const speech = speak(cluster);
      const {send, events} = speech;
      const sent = buildEvent(await createSubject(speech));
      const created = await send<Live<Event>>('POST', events, sent);
      const stored = {...sent, metadata: {...sent.metadata, ...identityOf(t, created.body)}, eventTime: null};
      t.deepEqual<unknown, unknown>(created, {status: 201, body: stored, warnings: []});
      const changes = {
        count: 2,
        message: 'created again',
        lastTimestamp: '2026-01-02T04:04:05Z',
        involvedObject: {...sent.involvedObject, resourceVersion: '7'},
      };
      const patched = await send<Live<Event>>('PATCH', `${events}/a.0123`, changes);
      const {resourceVersion} = patched.body.metadata;
      t.deepEqual<unknown, unknown>(patched, {
        status: 200,
        body: {...stored, ...changes, metadata: {...stored.metadata, resourceVersion}},
        warnings: [],
      });
      t.deepEqual((await send('GET', `${events}/a.0123`)).body, patched.body);
    },
  },
  {
    title: 'an Event whose name is taken is a 409, one about another namespace a 422',
    check: async (t, cluster) => {
      const speech = speak(cluster);
      const {send, events} = speech;
      const subject = await createSubject(speech);
      await send('POST', events, buildEvent(subject));
      t.deepEqual(await send('POST', events, buildEvent(subject)), {
        status: 409,
        body: failure(409, 'AlreadyExists', 'events "a.0123" already exists', {name: 'a.0123', kind: 'events'}),
        warnings: [],
      });
      const involvedObject = {...buildEvent(subject).involvedObject, namespace: 'other'};
      const message = 'Invalid value: "other": does not match event.namespace';
      t.deepEqual(await send('POST', events, buildEvent(subject, {involvedObject})), {
        status: 422,
        body: failure(422, 'Invalid', `Event "a.0123" is invalid: involvedObject.namespace: ${message}`, {
          name: 'a.0123',
          kind: 'Event',
          causes: [{reason: 'FieldValueInvalid', message, field: 'involvedObject.namespace'}],
        }),
        warnings: [],
      });
    },
  },
  {
    title: 'the Events of an object are found as kubectl describe looks for them',
    check: async (t, cluster) => {
      const speech = speak(cluster);
      const {send, events} = speech;
      const subject = await createSubject(speech);
      const {namespace} = subject.metadata;
      const about = (name: string, involvedObject: object) =>
        send('POST', events, buildEvent(subject, {metadata: {name, namespace}, involvedObject}));
      const {involvedObject} = buildEvent(subject);
      await about('a.1', involvedObject);
      await about('a.2', {...involvedObject, uid: 'another'});
      await about('b.1', {...involvedObject, name: 'b'});
      const search = Object.entries({
        'involvedObject.kind': 'ConfigMap',
        'involvedObject.uid': subject.metadata.uid,
        'involvedObject.name': 'a',
        'involvedObject.namespace': namespace,
      }).map(([field, value]) => `${field}=${value}`);
      const query = new URLSearchParams({fieldSelector: search.join(','), limit: '500'});
      const {body} = await send<{readonly items: readonly Live<Event>[]}>('GET', `${events}?${query}`);
      t.deepEqual(
        body.items.map(({metadata}) => metadata.name),
        ['a.1'],
      );
    },
  },
];
