import test from 'ava';
import {holds, readLines, rejected} from './reading.ts';

/** These errors of TOLERATIONS. */
const rejects = test.macro((t, tolerations: unknown, ...lines: string[]) => {
  const text = JSON.stringify(tolerations);
  t.deepEqual(readLines({TOLERATIONS: text}), rejected(lines.map(line => `TOLERATIONS: ${line}`)));
});

test('TOLERATIONS: an array of Kubernetes tolerations is taken as it is', t => {
  const tolerations = [
    {key: 'foo', operator: 'Equal', value: 'bar', effect: 'NoSchedule'},
    {key: 'example.com/gpu', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300},
    {key: 'foo', operator: '', value: '', effect: ''},
    {key: 'foo'},
    {operator: 'Exists'},
  ];
  t.deepEqual(readLines({TOLERATIONS: JSON.stringify(tolerations)}), holds({tolerations}));
  t.deepEqual(readLines({TOLERATIONS: 'null'}), holds({}));
});

test('TOLERATIONS: an unknown field is told with its place and left out', t => {
  t.deepEqual(
    readLines({TOLERATIONS: '[{"operator":"Exists","seconds":3}]'}),
    holds({tolerations: [{operator: 'Exists'}]}, [
      'TOLERATIONS: [0].seconds: is not known and left out; write key, operator, value, effect, tolerationSeconds',
    ]),
  );
});

test('TOLERATIONS: Lt and Gt are taken with a warning that the cluster must know them', t => {
  const tolerations = [{key: 'a', operator: 'Lt', value: '-5'}];
  t.deepEqual(
    readLines({TOLERATIONS: JSON.stringify(tolerations)}),
    holds({tolerations}, [
      'TOLERATIONS: [0].operator: "Lt" needs the feature gate TaintTolerationComparisonOperators, off in Kubernetes 1.36; write "Exists" or "Equal" unless the cluster has it on',
    ]),
  );
});

test('TOLERATIONS: Lt and Gt compare with 64-bit numbers', t => {
  const warnings = [0, 1, 2].map(
    index =>
      `TOLERATIONS: [${index}].operator: "Gt" needs the feature gate TaintTolerationComparisonOperators, off in Kubernetes 1.36; write "Exists" or "Equal" unless the cluster has it on`,
  );
  const tolerations = ['1.5', '9223372036854775808', ''].map(value => ({key: 'a', operator: 'Gt', value}));
  t.deepEqual(
    readLines({TOLERATIONS: JSON.stringify(tolerations)}),
    rejected(
      ['1.5', '9223372036854775808', ''].map(
        (value, index) =>
          `TOLERATIONS: [${index}].value: "${value}" is not a whole number; write a 64-bit number in quotes for Gt`,
      ),
      warnings,
    ),
  );
});

test('an object for the array', rejects, {key: 'a'}, 'is an object; write an array in [ ]');
test('no object in the array', rejects, ['a'], '[0]: is a string; write an object in { }');
test(
  'no key without Exists',
  rejects,
  [{}, {operator: 'Equal'}],
  '[0]: has no key; write a "key", or "operator":"Exists" for all taints',
  '[1]: has no key; write a "key", or "operator":"Exists" for all taints',
);
test(
  'Exists with a value',
  rejects,
  [{key: 'a', operator: 'Exists', value: 'x'}],
  '[0].value: "x" does not go with "Exists"; leave it out, or write "operator":"Equal"',
);
test(
  'seconds without NoExecute',
  rejects,
  [{key: 'a', effect: 'NoSchedule', tolerationSeconds: 5}],
  '[0].tolerationSeconds: does not go with the effect "NoSchedule"; write "effect":"NoExecute" or leave it out',
);
test(
  'parts of a second',
  rejects,
  [{key: 'a', effect: 'NoExecute', tolerationSeconds: 1.5}],
  '[0].tolerationSeconds: 1.5 is not a whole number in the range; write a whole number from -9007199254740991 to 9007199254740991',
);
test(
  'an operator and an effect that are not known',
  rejects,
  [{key: 'a', operator: 'equal', effect: 'NoRun'}],
  '[0].operator: "equal" is not known; write Exists, Equal, Lt or Gt',
  '[0].effect: "NoRun" is not known; write NoSchedule, PreferNoSchedule or NoExecute',
);
test(
  'a key and a value that are no label’s',
  rejects,
  [{key: 'a b', value: '-'}],
  '[0].key: "a b" is not a label key; write a key such as disk or example.com/disk: at most 63 letters, digits, "-", "_" and "." after the prefix',
  '[0].value: "-" is not a label value; write at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends',
);
