import {createHash} from 'node:crypto';
import {hashJson, hashText} from '@image-puller/shared/hash';
import test from 'ava';
import fc from 'fast-check';

test('a text has the SHA-256 that everyone else computes', t => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), text => {
      t.is(hashText(text, 64), createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
});

test('JSON has the same hash whatever order its keys were written in, and another for another order of items', t => {
  t.is(hashJson({a: 1, b: {c: [1, 2], d: null}}, 16), hashJson({b: {d: null, c: [1, 2]}, a: 1}, 16));
  t.not(hashJson([1, 2], 16), hashJson([2, 1], 16));
});
