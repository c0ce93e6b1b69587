import type {Outcome} from '@image-puller/functions';
import test from 'ava';
import fc from 'fast-check';
import {eventually} from './deadline.ts';
import {startWebhook} from './listening.ts';
import {buildEvent, buildStructured, send} from './requests.ts';

const event = {id: 'an-id', type: 'dev.knative.apiserver.ref.update'} as const;
const object = {kind: 'ConfigMap', namespace: 'images', name: 'k8s-image-puller'} as const;
const text = 'text/plain; charset=utf-8';

const outcomes: readonly {
  readonly outcome: Outcome;
  readonly answer: {
    readonly status: number;
    readonly type?: string;
    readonly retryAfter?: string;
    readonly body: string;
  };
  readonly severity: string;
}[] = [
  {outcome: {result: 'done', decision: 'created'}, answer: {status: 204, body: ''}, severity: 'INFO'},
  {
    outcome: {result: 'postponed', reason: 'a webhook fails'},
    answer: {status: 204, body: ''},
    severity: 'WARNING',
  },
  {
    outcome: {result: 'conflict', reason: 'someone was faster'},
    answer: {status: 409, type: text, body: 'someone was faster\n'},
    severity: 'WARNING',
  },
  {
    outcome: {result: 'unavailable', reason: 'connection\nrefused'},
    answer: {status: 503, type: text, retryAfter: '5', body: 'connection refused\n'},
    severity: 'WARNING',
  },
];

for (const {outcome, answer, severity} of outcomes) {
  test(`${outcome.result} is answered ${answer.status}, and logged in one entry`, async t => {
    const {port, entries} = await startWebhook(t, {invoke: async () => outcome});
    const {status, headers, body} = await send(port, buildEvent());
    t.deepEqual(
      {status, type: headers['content-type'], retryAfter: headers['retry-after'], body},
      {type: undefined, retryAfter: undefined, ...answer},
    );
    t.deepEqual(
      Object.keys(headers).filter(name => name.startsWith('ce-')),
      [],
    );
    const {result, ...said} = outcome;
    const why = 'reason' in said ? {reason: said.reason.replace('\n', ' ')} : said;
    t.deepEqual(entries, [{severity, function: 'apply', event, object, outcome: result, ...why, durationMs: 5}]);
  });
}

test('a defect is answered 500 in a fixed line, and its message and stack are in the log alone', async t => {
  const invoke = async () => {
    throw new TypeError(`no such\nthing${'!'.repeat(2000)}`);
  };
  const {port, entries} = await startWebhook(t, {invoke});
  const {status, body} = await send(port, buildEvent());
  t.deepEqual({status, body}, {status: 500, body: "internal error: the reason is in this function's log\n"});
  const [{stack = '', ...entry} = {}, ...others] = entries;
  t.deepEqual(entry, {
    severity: 'ERROR',
    function: 'apply',
    event,
    object,
    outcome: 'defect',
    reason: `${`TypeError: no such thing${'!'.repeat(2000)}`.slice(0, 511)}…`,
    durationMs: 5,
  });
  t.regex(stack, /^at [^\n]*outcomes\.test\.ts[^\n]*$/);
  t.deepEqual(others, []);
});

test('a step that does not end is answered 503 at its deadline, and told by its signal', async t => {
  let reason: unknown;
  const {port, entries} = await startWebhook(t, {
    limits: {deadline: 50},
    invoke: (_bell, signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
        });
      }),
  });
  const {status, headers, body} = await send(port, buildEvent());
  t.deepEqual(
    {status, retryAfter: headers['retry-after'], body},
    {status: 503, retryAfter: '5', body: 'the step has not ended after 0.05 s\n'},
  );
  t.true(reason instanceof DOMException && reason.name === 'TimeoutError');
  t.is(entries.length, 1);

  const next = await send(port, buildEvent());
  t.deepEqual(
    {status: next.status, body: next.body},
    {status: 503, body: 'the run before this one has not ended after 0.05 s\n'},
  );
});

test('what a step throws after its deadline is logged, unless it is the abort itself', async t => {
  const ends: ((error: unknown) => void)[] = [];
  const {port, entries} = await startWebhook(t, {
    limits: {deadline: 20},
    invoke: () => new Promise((_resolve, reject) => void ends.push(reject)),
  });
  await send(port, buildEvent());
  ends[0]?.(new DOMException('too late', 'AbortError'));
  await send(port, buildEvent());
  ends[1]?.(new Error('broken'));
  const outcomes = () => entries.map(({outcome, reason}) => `${outcome}: ${reason}`);
  await eventually(
    () => (entries.length === 3 ? true : undefined),
    () => outcomes().join(', '),
  );
  t.deepEqual(outcomes(), [
    'unavailable: the step has not ended after 0.02 s',
    'unavailable: the step has not ended after 0.02 s',
    'defect: Error: broken',
  ]);
});

test('wakes for one object fold together, another object and a tick have runs of their own', async t => {
  const gate = Promise.withResolvers<Outcome>();
  const {port, rung, entries} = await startWebhook(t, {step: 'check', invoke: () => gate.promise});
  const phaseOpen = (name: string) =>
    buildEvent({headers: {'ce-type': 'kubernetes-image-puller.phase.open', 'ce-name': name}});
  const tick = buildEvent({headers: {'ce-type': 'dev.knative.sources.ping'}});
  const arrived = (count: number) =>
    eventually(
      () => (rung.length === count ? true : undefined),
      () => JSON.stringify(rung),
    );

  const first = send(port, phaseOpen('a'));
  await arrived(1);
  const others = [send(port, phaseOpen('b')), send(port, tick)];
  await arrived(3);
  // Of these two one waits and one is answered at once; which is the network's choice.
  const folded = [send(port, phaseOpen('a')), send(port, phaseOpen('a'))];
  t.is((await Promise.race(folded)).status, 204);
  t.deepEqual(
    entries.map(({outcome, decision}) => ({outcome, decision})),
    [{outcome: 'covered', decision: 'left to the wake that waits'}],
  );
  t.is(rung.length, 3);

  gate.resolve({result: 'done', decision: 'nothing to do'});
  const replies = await Promise.all([first, ...others, ...folded]);
  t.deepEqual(
    replies.map(({status}) => status),
    [204, 204, 204, 204, 204],
  );
  t.deepEqual(
    rung.map(({object}) => object?.name),
    ['a', ...rung.slice(1, 3).map(({object}) => object?.name), 'a'],
  );
  t.is(entries.length, 5);
});

test('the wake that waits is answered with what its own run came to', async t => {
  const first = Promise.withResolvers<Outcome>();
  let runs = 0;
  const {port, rung} = await startWebhook(t, {
    invoke: () => (runs++ === 0 ? first.promise : Promise.resolve({result: 'conflict', reason: 'twice'})),
  });
  const running = send(port, buildEvent());
  await eventually(
    () => (rung.length === 1 ? true : undefined),
    () => 'the step was not woken',
  );
  const waiting = [send(port, buildEvent()), send(port, buildEvent())];
  const covered = await Promise.race(waiting);
  first.resolve({result: 'done', decision: 'created'});
  t.deepEqual([covered.status, (await running).status], [204, 204]);
  t.deepEqual((await Promise.all(waiting)).map(({status}) => status).sort(), [204, 409]);
});

test('whatever an id holds, its log entry is one bounded line without control characters', async t => {
  const {port, entries} = await startWebhook(t);
  await fc.assert(
    fc.asyncProperty(fc.string({unit: 'binary', minLength: 1, maxLength: 300}), async id => {
      t.is((await send(port, buildStructured({id}))).status, 204);
      const logged = entries.at(-1)?.event?.id ?? '';
      t.true(logged.length <= 128 && logged.isWellFormed());
      t.notRegex(logged, /[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
    {numRuns: 60, examples: [['a\nb\u2028c\u0085d\u001b[31m'], ['😀'.repeat(100)]]},
  );
});
