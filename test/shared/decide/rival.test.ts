import {isDeletedByRival, isMadeByRival} from '@image-puller/shared/decide';
import test from 'ava';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {ours} from '../samples.ts';

const madeAt = (creationTimestamp: string) => ours({creationTimestamp});

/** A ConfigMap whose fields were written at these times, and by whom. */
const configMap = (...entries: {readonly time?: string; readonly fieldsV1?: object}[]): ConfigMap => ({
  metadata: {name: 'k8s-image-puller', managedFields: entries.map(entry => ({manager: 'kubectl', ...entry}))},
});
const data = {'f:data': {'f:IMAGES': {}}};
const label = {'f:metadata': {'f:labels': {'.': {}, 'f:kubernetes-image-puller/config': {}}}};

test('what was made after the label was written is of a Go puller that still runs', t => {
  const labelled = configMap(
    {time: '2026-01-01T00:00:00Z', fieldsV1: data},
    {time: '2026-01-01T10:00:00Z', fieldsV1: label},
  );
  t.true(isMadeByRival(labelled, madeAt('2026-01-01T10:00:01Z')));
  t.false(isMadeByRival(labelled, madeAt('2026-01-01T10:00:00Z')));
  t.false(isMadeByRival(labelled, madeAt('2026-01-01T09:59:59Z')), 'by the procedure it is older');
});

test('where nothing says when the label was written, nothing is said of a Go puller', t => {
  const now = madeAt('2026-01-01T10:00:01Z');
  t.false(isMadeByRival({metadata: {name: 'a'}}, now));
  t.false(isMadeByRival(configMap({time: '2026-01-01T00:00:00Z', fieldsV1: data}), now));
  t.false(isMadeByRival(configMap({fieldsV1: label}, {time: 'soon', fieldsV1: label}), now));
});

test('what is ours and being deleted in the foreground, a Go puller may delete', t => {
  const deleting = {deletionTimestamp: '2026-01-01T10:00:00Z', finalizers: ['foregroundDeletion']};
  const ownersUid = ours({}).metadata?.ownerReferences?.[0]?.uid ?? '';
  const ofOurs = {metadata: {name: 'k8s-image-puller', uid: ownersUid}};
  t.true(isDeletedByRival(ofOurs, ours(deleting)));
  t.false(isDeletedByRival(ofOurs, ours({})), 'it stays');
  t.false(isDeletedByRival(ofOurs, ours({...deleting, finalizers: []})), 'in the background');
  t.false(isDeletedByRival({metadata: {uid: 'of another'}}, ours(deleting)), "another ConfigMap's");
  t.false(
    isDeletedByRival({metadata: {...ofOurs.metadata, deletionTimestamp: '2026-01-01T10:00:00Z'}}, ours(deleting)),
    'it goes with its ConfigMap',
  );
});
