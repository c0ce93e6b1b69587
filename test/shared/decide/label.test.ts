import {findIgnoredLabel, isLabelled} from '@image-puller/shared/decide';
import test from 'ava';
import fc from 'fast-check';
import type {ConfigMap} from 'kubernetes-types/core/v1';

const key = 'kubernetes-image-puller/config';
const label = (value?: string, more: ConfigMap['metadata'] = {}): ConfigMap => ({
  metadata: {name: 'c', ...(value !== undefined && {labels: {[key]: value}}), ...more},
});

test('"true" makes a puller, and nothing else does', t => {
  t.true(isLabelled(label('true')));
  for (const value of ['True', 'TRUE', 'yes', '1', '', 'false', undefined]) t.false(isLabelled(label(value)), value);
});

test('a value that says yes in another way was meant, one that says no was not', t => {
  for (const value of ['True', 'TRUE', 'yes', 'y', 't', '1', 'on', 'enabled', '']) {
    t.is(findIgnoredLabel(label(value)), value);
  }
  for (const value of ['false', 'False', 'no', 'No', 'off', 'OFF', '0', 'n', 'F', 'true', undefined]) {
    t.is(findIgnoredLabel(label(value)), undefined, value);
  }
});

test('what is being deleted need not be told', t => {
  t.is(findIgnoredLabel(label('yes', {deletionTimestamp: '2026-01-01T00:00:00Z'})), undefined);
});

test('no value is both a puller and ignored', t => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('true', 'TRUE', 'no', '')), value => {
      t.false(isLabelled(label(value)) && findIgnoredLabel(label(value)) !== undefined);
    }),
  );
});
