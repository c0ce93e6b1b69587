import {isDeepStrictEqual} from 'node:util';
import type {Answered, Answers, Asking, Question, What} from '@image-puller/shared/ask';
import type {Live} from '@image-puller/shared/live';
import {nothingFreed} from '@image-puller/shared/refusal';
import test from 'ava';
import fc from 'fast-check';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {decideBy} from '../lanes/decide-by.ts';
import {all, pass, play, scenario} from '../lanes/happenings.ts';
import {type Story, World} from '../lanes/world.ts';
import {ours} from '../samples.ts';

/** Tells of each decision in some random worlds how it came about. */
function hear(onDecision: (story: Story) => void, numRuns = 60): void {
  fc.assert(
    fc.property(scenario, ({architectures, limit, happenings}) => {
      const world = new World(all, architectures, limit);
      world.onDecision = onDecision;
      for (const _turn of play(world, happenings));
    }),
    {numRuns},
  );
}

/** Decides by these answers alone; undefined where more would be asked. */
function decide(begin: () => Asking<unknown>, answers: readonly Answered[]): {readonly decision: unknown} | undefined {
  const find = ({what, key}: Question) => answers.find(({question}) => question.what === what && question.key === key);
  const decided = decideBy(begin(), find);
  return decided && {decision: decided.decision};
}

const stranger = ours({name: 'stranger', uid: 'stranger'});

/** Answers to what nobody asked. */
const noise: readonly Answered[] = [
  {question: {what: 'pods', about: stranger, key: 'stranger'}, answer: []},
  {question: {what: 'daemonSet', about: {name: 'stranger', after: 0}, key: 'stranger 0'}, answer: stranger},
  {
    question: {what: 'ownerLives', about: {apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x'}, key: 'x x'},
    answer: true,
  },
  {question: {what: 'installationLives', about: {serviceAccount: 'x'}, key: 'x'}, answer: true},
  {question: {what: 'priorityClass', about: {name: 'x'}, key: 'x'}, answer: 'forbidden'},
  {question: {what: 'failedCreates', about: stranger, key: 'stranger'}, answer: 'forbidden'},
  {question: {what: 'podWarnings', about: {uid: 'x'}, key: 'x'}, answer: 'forbidden'},
  {question: {what: 'freed', about: stranger, key: 'stranger'}, answer: {...nothingFreed, isAnyGoing: true}},
  {question: {what: 'scouts', about: {name: 'x', images: 1}, key: 'x'}, answer: []},
];

test('a decision depends on the answers alone: begun again it asks nothing more, and what was not asked changes nothing', t => {
  let decisions = 0;
  hear(({begin, asked, decision}) => {
    decisions++;
    if (decisions % 10 > 0) return;
    const again = decide(begin, [...noise, ...asked]);
    if (!isDeepStrictEqual(again, {decision})) throw new Error('another decision by the same answers');
  });
  t.true(decisions > 300, `${decisions} decisions`);
});

test('nothing is asked before its turn: without any one of the answers there is no decision', t => {
  let decisions = 0;
  hear(({begin, asked}) => {
    decisions++;
    if (decisions % 20 > 0) return;
    for (const [index, {question}] of asked.entries()) {
      const others = asked.filter((_, other) => other !== index);
      if (decide(begin, others) !== undefined) throw new Error(`decided without ${question.what} ${question.key}`);
    }
  });
  t.true(decisions > 300, `${decisions} decisions`);
});

/** Another answer that there could be, by the question's name. */
const others: {readonly [W in What]?: (answer: Answers[W]) => Answers[W]} = {
  daemonSets: daemonSets => (daemonSets.length > 0 ? [] : [foreign('main')]),
  daemonSet: daemonSet => (daemonSet === undefined ? foreign('main') : undefined),
  declaration: () => undefined,
  platform: ({openShift}) => ({openShift: !openShift}),
  spec: () => ({from: 'rejected', reasons: ['no']}),
  nodes: () => undefined,
  failedCreates: () => [
    {
      metadata: {name: 'event', uid: 'event', resourceVersion: '1'},
      involvedObject: {},
      reason: 'FailedCreate',
      message: 'exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
      lastTimestamp: '2100-01-01T00:00:00Z',
    },
  ],
  pods: pods => pods.map(pod => ({...pod, ready: !pod.ready, containers: []})),
};

/** A DaemonSet that is nobody's we know. */
const foreign = (name: string): Live<DaemonSet> => ours({name, uid: 'foreign', ownerReferences: []});

test('each kind of question matters: another answer leads to another decision, or to other questions', t => {
  const asked = new Map<What, {count: number; mattered: number}>();
  hear(({begin, asked: answers, decision}) => {
    for (const [index, answered] of answers.entries()) {
      const seen = asked.get(answered.question.what) ?? {count: 0, mattered: 0};
      asked.set(answered.question.what, seen);
      seen.count++;
      if (seen.count % 50 > 0 && seen.mattered > 0) continue;
      const changed = answers.map((one, other) => (other === index ? change(one) : one));
      if (!isDeepStrictEqual(decide(begin, changed), {decision})) seen.mattered++;
    }
  });
  for (const [what, {count, mattered}] of asked) t.true(mattered > 0, `${what}: asked ${count} times for nothing`);
  t.true(asked.size >= 7, [...asked.keys()].join());
});

function change<W extends What>({question, answer}: Answered<W>): Answered<W> {
  const other = others[question.what];
  if (other === undefined) throw new Error(`no other answer to ${question.what}`);
  return {question, answer: other(answer)};
}

test('at rest there is nothing to ask but for what is there: no dry run, no pods, no nodes', t => {
  const world = new World(all, ['amd64', 'amd64'], 5);
  for (let turns = 0; turns < 20; turns++) pass(world);
  const asked: string[] = [];
  world.onDecision = story => asked.push(...story.asked.map(({question}) => question.what));
  world.apply();
  t.deepEqual(asked, ['daemonSets', 'declaration', 'platform']);
  asked.length = 0;
  world.check();
  t.deepEqual(asked, ['daemonSets', 'declaration', 'platform', 'nodes', 'pods']);
});
