import {createCoalescer} from '@image-puller/functions/delivery';
import test from 'ava';
import fc from 'fast-check';

/**
 * What happens to a coalescer from outside: a wake for one of two keys, or the end of a key's run, good or bad; and how
 * many turns of the microtask queue later the next thing happens, since between two of them a run ends and one starts.
 */
const happening = fc.record({
  key: fc.constantFrom('a', 'b'),
  what: fc.constantFrom('wake', 'wake', 'wake', 'end', 'fail'),
  turns: fc.nat({max: 12}),
});

type Happening = {readonly key: string; readonly what: string; readonly turns: number};

/** Lets everything that can go on without another happening go on. */
const settle = () => new Promise(resolve => setImmediate(resolve));

/** Plays happenings in order, and ends every run that is left; says when each wake came and each run began and ended. */
async function play(happenings: readonly Happening[]) {
  const coalescer = createCoalescer<string>();
  let time = 0;
  const wakes: {key: string; at: number; answer?: string}[] = [];
  const runs: {key: string; from: number; to?: number; end: (failed: boolean) => void}[] = [];
  const running = (key: string) => runs.find(run => run.key === key && run.to === undefined);

  const wake = (key: string) => {
    const waked: (typeof wakes)[number] = {key, at: time++};
    wakes.push(waked);
    const run = () =>
      new Promise<string>((resolve, reject) => {
        const begun: (typeof runs)[number] = {
          key,
          from: time++,
          end(failed) {
            begun.to = time++;
            if (failed) reject(new Error(`run from ${begun.from}`));
            else resolve(`run from ${begun.from}`);
          },
        };
        runs.push(begun);
      });
    coalescer.wake(key, run).then(
      woken => {
        waked.answer = woken.result === 'ran' ? woken.value : woken.result;
      },
      (error: Error) => {
        waked.answer = error.message;
      },
    );
  };

  for (const {key, what, turns} of happenings) {
    if (what === 'wake') wake(key);
    else running(key)?.end(what === 'fail');
    for (let turn = 0; turn < turns; turn++) await undefined;
  }
  await settle();
  for (let left = runs.find(({to}) => to === undefined); left; left = runs.find(({to}) => to === undefined)) {
    left.end(false);
    await settle();
  }
  await coalescer.settled();
  return {wakes, runs};
}

test('after the last wake of a key there is one complete run that started after it, and never two at once', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, {maxLength: 30}), async happenings => {
      const {wakes, runs} = await play(happenings);
      for (const key of ['a', 'b']) {
        const ofKey = runs.filter(run => run.key === key);
        for (const [index, {from}] of ofKey.entries()) {
          const before = ofKey[index - 1];
          if (before !== undefined && !(before.to !== undefined && before.to < from)) return false;
        }
        const last = wakes.findLast(wake => wake.key === key);
        if (last !== undefined && !ofKey.some(({from, to}) => from > last.at && to !== undefined)) return false;
      }
      return true;
    }),
  );
  t.pass();
});

test('every wake is answered: by its own run, or at once when a run still to start covers it', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, {maxLength: 30}), async happenings => {
      const {wakes, runs} = await play(happenings);
      const own = wakes.filter(({answer}) => answer !== 'covered').map(({answer}) => answer);
      t.deepEqual([...own].sort(), runs.map(({from}) => `run from ${from}`).sort());
      for (const {key, at} of wakes.filter(({answer}) => answer === 'covered')) {
        t.true(runs.some(run => run.key === key && run.from > at));
      }
    }),
  );
});

test('of ten wakes during a run one more runs, and the others are covered before it starts', async t => {
  const coalescer = createCoalescer<number>();
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  const run = async () => {
    runs++;
    await gate.promise;
    return runs;
  };
  const first = coalescer.wake('a', run);
  const waiting = coalescer.wake('a', run);
  const covered = await Promise.all(Array.from({length: 8}, () => coalescer.wake('a', run)));
  t.deepEqual(
    covered,
    Array.from({length: 8}, () => ({result: 'covered'}) as const),
  );
  t.is(runs, 1);
  gate.resolve();
  t.deepEqual(
    [await first, await waiting],
    [
      {result: 'ran', value: 1},
      {result: 'ran', value: 2},
    ],
  );
});

test('a wake between the end of a run and the start of the waiting one does not run beside it', async t => {
  for (let turns = 0; turns <= 12; turns++) {
    const {runs} = await play([
      {key: 'a', what: 'wake', turns: 12},
      {key: 'a', what: 'wake', turns: 12},
      {key: 'a', what: 'end', turns},
      {key: 'a', what: 'wake', turns: 12},
    ]);
    for (const [index, {from}] of runs.slice(1).entries()) t.true((runs[index]?.to ?? from) < from, `${turns} turns`);
  }
});

test('a run that throws at once fails its own wake alone', async t => {
  const coalescer = createCoalescer<string>();
  const broken = coalescer.wake('a', () => {
    throw new Error('broken');
  });
  const next = coalescer.wake('a', async () => 'whole');
  await t.throwsAsync(broken, {message: 'broken'});
  t.deepEqual(await next, {result: 'ran', value: 'whole'});
  t.deepEqual(await coalescer.wake('a', async () => 'again'), {result: 'ran', value: 'again'});
});

test('a run that wakes its own key is followed by another run, not joined by it', async t => {
  const coalescer = createCoalescer<string>();
  const order: string[] = [];
  let again: Promise<unknown> = Promise.resolve();
  await coalescer.wake('a', async () => {
    again = coalescer.wake('a', async () => {
      order.push('second');
      return 'second';
    });
    await settle();
    order.push('first');
    return 'first';
  });
  await again;
  t.deepEqual(order, ['first', 'second']);
});
