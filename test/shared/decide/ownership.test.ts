import {buildDaemonSet, buildFormerSelector} from '@image-puller/shared/daemonset';
import {assessOwnership, type OwnerFacts, type Ownership} from '@image-puller/shared/decide';
import {goPullerSelector} from '@image-puller/shared/names';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {buildInputs, installation, live, ours, puller} from '../samples.ts';

const dead: OwnerFacts = {otherConfigMapLives: false, otherInstallationLives: false};
const alive: OwnerFacts = {otherConfigMapLives: true, otherInstallationLives: true};

const assess = test.macro(
  (t, daemonSet: ReturnType<typeof live> | undefined, facts: OwnerFacts, expected: Ownership) => {
    t.deepEqual(assessOwnership(daemonSet, puller, installation, facts), expected);
  },
);

/** As the Go puller leaves it: see fixtures/go-puller-daemonsets.json. */
const goPullers = (changes: Partial<NonNullable<DaemonSet['spec']>> = {}, metadata: DaemonSet['metadata'] = {}) => {
  const {spec} = ours();
  if (spec === undefined) throw new Error('no spec');
  return live({
    metadata: {
      ownerReferences: [{apiVersion: 'apps/v1', kind: 'Deployment', name: 'kubernetes-image-puller', uid: 'd'}],
      ...metadata,
    },
    spec: {...spec, selector: {matchLabels: {...goPullerSelector}}, ...changes},
  });
};

const controlledBy = (kind: string, name: string, uid: string) => [
  {apiVersion: 'v1', kind, name, uid, controller: true},
];

test('nothing has the name', assess, undefined, dead, {is: 'Absent'});
test('controlled by this ConfigMap: ours', assess, ours(), dead, {is: 'Ours'});
test('controlled by this ConfigMap, its managed-by label taken off: still ours', assess, ours({labels: {}}), dead, {
  is: 'Ours',
});
test('on its way out: nobody writes it', assess, ours({deletionTimestamp: '2026-01-01T00:00:00Z'}), alive, {
  is: 'Deleting',
});
test('written by another installation that lives: not fought over', assess, written('serviceaccount/other'), alive, {
  is: 'Foreign',
  whose: 'is written by another installation, serviceaccount/other: remove one of the two installations',
});
test('written by another installation that is gone: taken over', assess, written('serviceaccount/other'), dead, {
  is: 'Ours',
});
test(
  'controlled by another ConfigMap that lives: its',
  assess,
  ours({ownerReferences: controlledBy('ConfigMap', 'first', 'other')}),
  alive,
  {is: 'Taken', by: 'first'},
);
test(
  'controlled by a ConfigMap of our name with another uid that is gone: it passes to us',
  assess,
  ours({ownerReferences: controlledBy('ConfigMap', puller.name, 'uid-of-an-earlier-one')}),
  dead,
  {is: 'Inherited', from: puller.name},
);
test(
  'controlled by a ConfigMap but not labelled as ours: never deleted, whether that ConfigMap lives or not',
  assess,
  ours({labels: {}, ownerReferences: controlledBy('ConfigMap', 'first', 'other')}),
  dead,
  {is: 'Foreign', whose: 'is controlled by the ConfigMap first: choose another DAEMONSET_NAME'},
);
const ownedBy = (uid: string) => [{apiVersion: 'v1', kind: 'ConfigMap', name: 'any', uid}];
test(
  'controlled by nobody any more, and we are noted as an owner: it passes to us',
  assess,
  ours({ownerReferences: ownedBy(puller.uid)}),
  dead,
  {is: 'Inherited', from: undefined},
);
test(
  'an owner of ours, but without our label: not ours by that',
  assess,
  ours({labels: {}, name: 'other', ownerReferences: ownedBy(puller.uid)}),
  dead,
  {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'},
);
test(
  'controlled by another ConfigMap that lives, and we are noted as an owner: still its',
  assess,
  ours({ownerReferences: [...controlledBy('ConfigMap', 'first', 'other'), ...ownedBy(puller.uid)]}),
  alive,
  {is: 'Taken', by: 'first'},
);
test(
  'of a ConfigMap that is gone, written by another installation that lives: not fought over',
  assess,
  (() => {
    const {annotations} = written('serviceaccount/other').metadata;
    return ours({annotations: annotations ?? {}, ownerReferences: controlledBy('ConfigMap', 'first', 'other')});
  })(),
  {otherConfigMapLives: false, otherInstallationLives: true},
  {
    is: 'Foreign',
    whose: 'is written by another installation, serviceaccount/other: remove one of the two installations',
  },
);
test('the Go puller made it: adopted', assess, goPullers(), dead, {is: 'Adoptable', from: 'Go puller'});
test(
  'the Go puller made it, but something controls it: left alone',
  assess,
  goPullers({}, {ownerReferences: controlledBy('Deployment', 'operator', 'd')}),
  dead,
  {is: 'Foreign', whose: 'is controlled by the Deployment operator: choose another DAEMONSET_NAME'},
);
test(
  "the Go puller's labels and one more: not the Go puller's",
  assess,
  goPullers({selector: {matchLabels: {...goPullerSelector, more: 'x'}}}),
  dead,
  {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'},
);
test(
  "the Go puller's labels and an expression: not the Go puller's",
  assess,
  goPullers({
    selector: {matchLabels: {...goPullerSelector}, matchExpressions: [{key: 'x', operator: 'Exists'}]},
  }),
  dead,
  {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'},
);
test(
  "the Go puller's selector without its init container: not the Go puller's",
  assess,
  goPullers({template: {spec: {containers: [{name: 'a', image: 'registry.test/a:1'}]}}}),
  dead,
  {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'},
);
test('let go when its ConfigMap was unlabelled: adopted again', assess, ours({ownerReferences: [], labels: {}}), dead, {
  is: 'Adoptable',
  from: 'released',
});
test(
  'let go, with the selector of an earlier version: adopted again',
  assess,
  formerlyOurs('kubernetes-image-puller'),
  dead,
  {is: 'Adoptable', from: 'released'},
);
test(
  'let go under another name, with the selector of an earlier version: left alone',
  assess,
  formerlyOurs('another'),
  dead,
  {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'},
);
test(
  "let go under another name, so with another's selector: left alone",
  assess,
  ours({ownerReferences: [], labels: {}, name: 'kube-proxy'}),
  dead,
  {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'},
);
test(
  'kube-proxy',
  assess,
  live({
    metadata: {name: 'kube-proxy', namespace: 'puller', labels: {'k8s-app': 'kube-proxy'}},
    spec: {
      selector: {matchLabels: {'k8s-app': 'kube-proxy'}},
      template: {spec: {containers: [{name: 'kube-proxy', image: 'registry.test/kube-proxy:1'}]}},
    },
  }),
  alive,
  {is: 'Foreign', whose: 'was not made by an image puller: choose another DAEMONSET_NAME'},
);

function written(by: string) {
  const {annotations} = ours().metadata;
  return ours({annotations: {...annotations, 'kubernetes-image-puller/installation': by}});
}

/** One that an earlier version made and let go, found under a name. */
function formerlyOurs(name: string) {
  const selector = buildFormerSelector('kubernetes-image-puller');
  const built = buildDaemonSet(buildInputs({IMAGES: 'a=registry.test/a:1'}, {selector}));
  return live(built, {ownerReferences: [], labels: {}, name});
}
