import {getPriority} from 'node:os';
import test from 'ava';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {realNode} from '../needs.ts';
import {createScope} from '../start.ts';
import {measureGaps, type Sample, sampleContainers} from './index.ts';

/** A look every 20 ms; each letter is a container that was there. */
const look = (...seen: readonly string[]): readonly Sample[] =>
  seen.map((letters, index) => ({
    at: index * 20,
    containers: [...letters].map(id => ({
      id,
      namespace: 'n',
      pod: 'p',
      podUid: 'u',
      name: id.toLowerCase(),
      image: 'i',
      pid: 1,
      cgroup: '',
    })),
  }));

const gapsOfA = (...seen: readonly string[]) => measureGaps(look(...seen), ({name}) => name === 'a');

test('there is no gap while one container after the other takes over in sight', t => {
  t.deepEqual(gapsOfA('a', 'a', 'aA', 'A', 'A'), []);
  t.deepEqual(gapsOfA('a'), []);
});

test('a gap goes from the last look that saw one to the next that does', t => {
  t.deepEqual(gapsOfA('a', 'b', '', 'Ab', 'A'), [60]);
  t.deepEqual(gapsOfA('', 'a', 'b', 'b'), [20, 40]);
  t.deepEqual(gapsOfA('b', 'b', 'b'), [40]);
});

test('a container in place of another, with no look that saw both, may have come too late', t => {
  t.deepEqual(gapsOfA('a', 'a', 'A', 'A'), [20]);
});

test('a container that is there before and after was there in between', t => {
  t.deepEqual(gapsOfA('a', '', 'a'), []);
});

// To go before others takes root's rights.
testWith(realNode, 'looks end with the test that began them, and so does it that it goes before others', async t => {
  const before = getPriority();
  const [scope, failing] = [createScope(), createScope()];
  t.teardown(() => scope.end());
  const looks = {clock: 0, failing: 0};
  const lookOf = (name: keyof typeof looks) => ({
    readContainers() {
      looks[name]++;
      return [];
    },
  });
  sampleContainers(scope, lookOf('clock'), 1);
  const sampling = sampleContainers(failing, lookOf('failing'), 1);
  t.true(getPriority() < before);
  await until(() => looks.failing > 2);
  await failing.end();
  const {clock: time, failing: seen} = looks;
  await until(() => looks.clock > time + 20);
  t.deepEqual([looks.failing, sampling.stop().length], [seen, seen], 'the last look was at its end');
  await scope.end();
  t.is(getPriority(), before);
});
