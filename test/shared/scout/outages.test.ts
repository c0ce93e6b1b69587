import {findOutages} from '@image-puller/shared/scout';
import test from 'ava';

const [a, b, c] = ['one.test/a:1', 'one.test/b:1', 'two.test:5000/c:1'].map(image => ({name: image, image}));
const tags = [a, b, c].flatMap(tag => tag ?? []);

const answer = (given: readonly string[], failed: readonly string[]) => ({
  isOver: true,
  isYoung: true,
  digests: new Map(given.map(image => [image, 'sha256:1'])),
  failures: new Map(failed.map(image => [image, `no ${image}`])),
});

test('a registry gives nothing where each of its tags that has an answer failed, on every kind of node', t => {
  const find = (...answers: ReturnType<typeof answer>[]) =>
    findOutages(tags, answers).map(({registry, reason}) => `${registry}: ${reason}`);
  const [one, two, three] = tags.map(({image}) => image);
  if (one === undefined || two === undefined || three === undefined) throw new Error('three tags');
  t.deepEqual(find(answer([one, two, three], [])), []);
  t.deepEqual(find(answer([one, three], [two])), [], 'an image that has gone');
  t.deepEqual(find(answer([three], [one, two])), ['one.test: no one.test/a:1']);
  t.deepEqual(find(answer([three], [two])), ['one.test: no one.test/b:1'], 'one has no answer');
  t.deepEqual(find(answer([], [])), [], 'nobody was asked');
  t.deepEqual(find(answer([], [one, two, three])), [
    'one.test: no one.test/a:1',
    'two.test:5000: no two.test:5000/c:1',
  ]);
  t.deepEqual(
    find(answer([three], [one, two]), answer([one], [two, three])),
    [],
    'another kind of node was given some',
  );
});
