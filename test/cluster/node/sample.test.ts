import test from 'ava';
import {measureGaps, type Sample} from './index.ts';

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
