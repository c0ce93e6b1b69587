import {buildDaemonSet, carryOver} from '@image-puller/shared/daemonset';
import {
  assessDifferences,
  decideByOwnership,
  decideWrite,
  matchesRecord,
  recordSpec,
  type SpecAnswer,
} from '@image-puller/shared/decide';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {buildInputs, live, ours, puller} from '../samples.ts';

const built = buildDaemonSet(buildInputs({IMAGES: 'a=registry.test/a:1'}));
const edited = buildDaemonSet(buildInputs({IMAGES: 'a=registry.test/a:2'}));
const now = new Date('2026-01-01T12:00:00Z');
const recorded: SpecAnswer = {from: 'record'};

/** As it is after `decideWrite` wrote it over `observed`. */
function write(desired: DaemonSet, observed: ReturnType<typeof live> | undefined, generation: number) {
  const spec: SpecAnswer = {from: 'dry run', generation};
  const action = decideWrite(desired, observed, observed === undefined ? undefined : spec, now);
  if (action.do !== 'create' && action.do !== 'replace') throw new Error(action.do);
  const written = live(action.daemonSet, {generation});
  return live(recordSpec(written, written.metadata.uid, generation), {generation});
}

test('nothing there: created with a record of its spec', t => {
  const created = write(built, undefined, 1);
  t.true(matchesRecord(carryOver(built, created), created));
});

test('what was written and has stayed is in sync, without a dry run', t => {
  const created = write(built, undefined, 1);
  const differences = assessDifferences(carryOver(built, created), created, recorded);
  t.deepEqual(differences, []);
  t.deepEqual(decideWrite(built, created, recorded, now), {do: 'nothing'});
});

test('an edit of the configuration is not vouched for by the record', t => {
  const created = write(built, undefined, 1);
  t.false(matchesRecord(carryOver(edited, created), created));
});

test('a change of spec by someone else is not vouched for by the record, since it counts up the generation', t => {
  const created = write(built, undefined, 1);
  t.false(matchesRecord(carryOver(built, created), {...created, metadata: {...created.metadata, generation: 2}}));
});

test('a dry run that answers with another generation: out of sync, replaced over what was read', t => {
  const created = write(built, undefined, 1);
  const action = decideWrite(edited, created, {from: 'dry run', generation: 2}, now);
  t.is(action.do, 'replace');
  if (action.do !== 'replace') return;
  t.deepEqual(action.because, ['spec']);
  t.is(action.over, created);
  t.is(action.daemonSet.metadata?.resourceVersion, created.metadata.resourceVersion);
  t.true(matchesRecord(action.daemonSet, live(action.daemonSet, {generation: 2})));
});

test('a spec that the API server reads as the one it has is written down, and the pods stay', t => {
  const action = decideWrite(built, ours(), {from: 'dry run', generation: 1}, now);
  t.like(action, {do: 'replace', because: ['spec record']});
});

test('where dry runs are forbidden, the fields that we write are compared, quantities by value', t => {
  const read: DaemonSet = JSON.parse(JSON.stringify(built).replaceAll('".2"', '"200m"').replaceAll('".05"', '"50m"'));
  const there = live({...read, spec: {...read.spec, revisionHistoryLimit: 10} as NonNullable<DaemonSet['spec']>});
  t.deepEqual(decideWrite(built, there, {from: 'fields'}, now), {do: 'nothing'});
  t.like(decideWrite(edited, there, {from: 'fields'}, now), {do: 'replace', because: ['spec']});
});

test('where dry runs are forbidden, a container that someone added is a difference', t => {
  const there = live(structuredClone(built));
  there.spec?.template.spec?.containers.push({name: 'foreign', image: 'registry.test/foreign:1'});
  t.like(decideWrite(built, there, {from: 'fields'}, now), {do: 'replace', because: ['spec']});
});

test('labels, annotations and the owner are put back', t => {
  const created = write(built, undefined, 1);
  const {labels, annotations} = created.metadata;
  const spoilt = live(created, {
    generation: 1,
    labels: {...labels, 'app.kubernetes.io/managed-by': 'someone'},
    annotations: {...annotations, 'kubernetes-image-puller/version': '0.0.0'},
    ownerReferences: [],
  });
  t.like(decideWrite(built, spoilt, recorded, now), {
    do: 'replace',
    because: ['labels', 'annotations', 'owner'],
  });
});

test('labels and annotations of others are no difference', t => {
  const created = write(built, undefined, 1);
  const {labels, annotations} = created.metadata;
  const marked = live(created, {
    generation: 1,
    labels: {...labels, team: 'x'},
    annotations: {...annotations, 'argocd.argoproj.io/tracking-id': 'y'},
  });
  t.deepEqual(decideWrite(built, marked, recorded, now), {do: 'nothing'});
});

test("what is somebody else's is refused, and what is going is waited for", t => {
  t.deepEqual(decideByOwnership('kubernetes-image-puller', {is: 'Foreign', whose: 'was not made by an image puller'}), {
    do: 'decline',
    since: 'not ours',
    because: ['the DaemonSet kubernetes-image-puller was not made by an image puller'],
  });
  t.like(decideByOwnership('kubernetes-image-puller', {is: 'Deleting'}), {do: 'wait'});
});

test('what passes to a puller is written over as it is: its owner changes, nothing is deleted', t => {
  const ownerReferences = [{apiVersion: 'v1', kind: 'ConfigMap', name: 'first', uid: 'gone', controller: true}];
  const orphan = ours({ownerReferences});
  const action = decideWrite(built, orphan, {from: 'record'}, now);
  t.like(action, {do: 'replace', over: orphan, because: ['owner']});
  const {metadata = {}, spec} = action.do === 'replace' ? action.daemonSet : {};
  t.deepEqual(metadata.ownerReferences, built.metadata?.ownerReferences);
  t.deepEqual(spec?.template, orphan.spec?.template);
});

test('who was noted as its next owner controls it then, and is named once; others that wait stay', t => {
  const [controller] = built.metadata?.ownerReferences ?? [];
  const {controller: _none, ...waiting} = controller ?? {apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x'};
  const other = {...waiting, name: 'third', uid: 'third'};
  const noted = ours({ownerReferences: [waiting, other]});
  const action = decideWrite(built, noted, {from: 'record'}, now);
  t.deepEqual(action.do === 'replace' && action.daemonSet.metadata?.ownerReferences, [controller, other]);
});

test("another puller's is refused, and its author is told what to do", t => {
  t.deepEqual(decideByOwnership('kubernetes-image-puller', {is: 'Taken', by: 'first'}), {
    do: 'decline',
    since: 'not ours',
    because: [
      'the DaemonSet kubernetes-image-puller belongs to the ConfigMap first: choose another DAEMONSET_NAME, or delete that ConfigMap, and it passes to this one',
    ],
  });
});

test('what the API server would not take is refused, reason by reason', t => {
  const reasons = ['spec.template.spec.tolerations[0].operator: Invalid value', 'spec.x: Required value'];
  t.deepEqual(decideWrite(built, ours(), {from: 'rejected', reasons}, now), {
    do: 'decline',
    since: 'invalid',
    because: reasons,
  });
});

test('adoption replaces the owner reference to the Deployment and keeps the selector', t => {
  const matchLabels = {'app.kubernetes.io/name': 'image-puller', test: 'daemonset-test'};
  const goPullers = live(
    {spec: {...ours().spec, selector: {matchLabels}} as NonNullable<DaemonSet['spec']>},
    {
      ownerReferences: [{apiVersion: 'apps/v1', kind: 'Deployment', name: 'kubernetes-image-puller', uid: 'd'}],
      annotations: {'deprecated.daemonset.template.generation': '1'},
    },
  );
  const adopting = buildDaemonSet(buildInputs({IMAGES: 'a=registry.test/a:1'}, {selector: matchLabels}));
  const action = decideWrite(adopting, goPullers, {from: 'dry run', generation: 2}, now);
  if (action.do !== 'replace') return t.fail(action.do);
  t.deepEqual(action.daemonSet.metadata?.ownerReferences, [
    {apiVersion: 'v1', kind: 'ConfigMap', name: puller.name, uid: puller.uid, controller: true},
  ]);
  t.deepEqual(action.daemonSet.spec?.selector, {matchLabels});
  t.is(action.daemonSet.metadata?.annotations?.['deprecated.daemonset.template.generation'], '1');
});
