import {assessClaims, assessLeave, type Claims} from '@image-puller/shared/decide';
import test from 'ava';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {ours, puller} from '../samples.ts';

const owner = (uid: string, controller?: true): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: uid === puller.uid ? puller.name : `config-${uid}`,
  uid,
  ...(controller && {controller}),
});
const first = owner('first', true);
const next = owner(puller.uid);
const main = 'kubernetes-image-puller';
const made = (name: string, ...ownerReferences: OwnerReference[]) => ours({name, ownerReferences});

const assess = (
  daemonSets: readonly ReturnType<typeof ours>[],
  holder?: string,
  living: readonly string[] = ['first'],
) =>
  assessClaims({
    puller,
    daemonSetName: main,
    wanted: new Set([main]),
    daemonSets,
    holder,
    living: new Set(living),
  });

/** By name. */
const read = ({leftovers, notes}: Claims) => ({
  leftovers: leftovers.map(({metadata}) => metadata.name),
  notes: notes.map(({daemonSet, ownerReferences}) => [daemonSet.metadata.name, ownerReferences]),
});

test('who wants a name that another puller has is noted as its next owner, on all DaemonSets that go with it', t => {
  const all = [
    made(main, first),
    made(`${main}-isolated-bad`, first),
    made(`${main}-bridge`, first),
    made('other', first),
  ];
  t.deepEqual(read(assess(all, 'first')), {
    leftovers: [],
    notes: [
      [main, [first, next]],
      [`${main}-isolated-bad`, [first, next]],
      [`${main}-bridge`, [first, next]],
    ],
  });
  t.deepEqual(
    read(assess([made(main, first, next), made('other', first)], 'first')),
    {leftovers: [], notes: []},
    'once',
  );
});

test('a DaemonSet of a third puller is no part of it, whatever its name', t => {
  const third = made(`${main}-isolated-bad`, owner('third', true));
  t.deepEqual(read(assess([made(main, first, next), third], 'first', ['first', 'third'])), {leftovers: [], notes: []});
});

test('who does not want the name any more is taken off', t => {
  const waited = made('earlier-name', first, next, owner('third'));
  t.deepEqual(read(assess([waited])), {leftovers: [], notes: [['earlier-name', [first, owner('third')]]]});
});

test('what passed to a puller and no lane wants is left over, as is its own', t => {
  const all = [
    made(main, first),
    made(`${main}-isolated-bad`, first),
    made('noted', next),
    made('earlier', owner(puller.uid, true)),
    made('unrelated', owner('third', true)),
  ];
  t.deepEqual(read(assess(all, undefined, [])), {
    leftovers: [`${main}-isolated-bad`, 'noted', 'earlier'],
    notes: [],
  });
});

test('what is being deleted, or lacks our label, is nothing of this', t => {
  const going = ours({name: main, ownerReferences: [first], deletionTimestamp: '2026-01-01T00:00:00Z'});
  const unlabelled = ours({name: `${main}-bridge`, ownerReferences: [first], labels: {}});
  t.deepEqual(read(assess([going, unlabelled], 'first')), {leftovers: [], notes: []});
});

test('what a ConfigMap leaves is told from what is its own and what it waits for', t => {
  const [orphan, own, nobodys, waited, others] = [
    made('a', {...first, name: puller.name}),
    made('b', owner(puller.uid, true)),
    made('c', next),
    made('d', first, next),
    made('e', first),
  ];
  const all = [orphan, own, nobodys, waited, others];
  t.deepEqual(assessLeave(all, puller.name, puller.uid), {orphans: [orphan], own: [own, nobodys], waitedFor: [waited]});
  t.deepEqual(assessLeave(all, puller.name, undefined), {orphans: [orphan, own], own: [], waitedFor: []});
});
