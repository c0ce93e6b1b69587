import test from 'ava';
import {createScope} from './scope.ts';

test('a scope ends all that was begun, the last first, also where an end fails, and tells the first failure', async t => {
  const scope = createScope();
  const ended: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    scope.teardown(async () => {
      await Promise.resolve();
      ended.push(name);
      if (name !== 'first') throw new Error(`${name} does not end`);
    });
  }
  await t.throwsAsync(scope.end(), {message: 'third does not end'});
  t.deepEqual(ended, ['third', 'second', 'first']);
  await scope.end();
  t.deepEqual(ended, ['third', 'second', 'first'], 'each is ended once');
});
