import test from 'ava';
import {holds, readLines, rejected} from './reading.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const key =
  'write a key such as disk or example.com/disk: at most 63 letters, digits, "-", "_" and "." after the prefix';
const value = 'write at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends';

/** These errors of AFFINITY, each with its place below this path. */
const rejects = test.macro((t, affinity: unknown, path: string, ...lines: string[]) => {
  const text = JSON.stringify(affinity);
  t.deepEqual(readLines({AFFINITY: text}), rejected(lines.map(line => `AFFINITY: ${path}${line}`)));
});

const nodeTerm = (term: unknown) => ({nodeAffinity: {[required]: {nodeSelectorTerms: [term]}}});
const nodeTermPath = `nodeAffinity.${required}.nodeSelectorTerms[0].`;
const podTerm = (term: unknown) => ({podAffinity: {[required]: [term]}});
const podTermPath = `podAffinity.${required}[0].`;

test('AFFINITY: a Kubernetes Affinity with every field is taken as it is', t => {
  const nodeSelectorTerm = {
    matchExpressions: [
      {key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', '']},
      {key: 'disk', operator: 'Exists'},
      {key: 'cores', operator: 'Gt', values: ['8']},
    ],
    matchFields: [{key: 'metadata.name', operator: 'NotIn', values: ['node-1']}],
  };
  const labelSelector = {matchLabels: {app: 'a'}, matchExpressions: [{key: 'tier', operator: 'DoesNotExist'}]};
  const podAffinityTerm = {
    labelSelector,
    namespaceSelector: {},
    namespaces: ['a'],
    topologyKey: 'kubernetes.io/hostname',
    matchLabelKeys: ['version'],
    mismatchLabelKeys: ['tenant'],
  };
  const podRules = {[required]: [podAffinityTerm], [preferred]: [{weight: 100, podAffinityTerm}]};
  const affinity = {
    nodeAffinity: {
      [required]: {nodeSelectorTerms: [nodeSelectorTerm]},
      [preferred]: [{weight: 1, preference: nodeSelectorTerm}],
    },
    podAffinity: podRules,
    podAntiAffinity: podRules,
  };
  t.deepEqual(readLines({AFFINITY: JSON.stringify(affinity)}), holds({affinity}));
});

test('AFFINITY: an empty object, null and empty text are none', t => {
  for (const text of ['{}', ' { }\n', 'null', '']) t.deepEqual(readLines({AFFINITY: text}), holds({}));
});

test('AFFINITY: an unknown field is told with its path and left out', t => {
  t.deepEqual(
    readLines({AFFINITY: '{"nope":1,"nodeAffinity":{"requiredDuringScheduling":[]}}'}),
    holds({affinity: {nodeAffinity: {}}}, [
      'AFFINITY: nope: is not known and left out; write nodeAffinity, podAffinity, podAntiAffinity',
      `AFFINITY: nodeAffinity.requiredDuringScheduling: is not known and left out; write ${required}, ${preferred}`,
    ]),
  );
  t.deepEqual(
    readLines({AFFINITY: '{"__proto__":{"nodeAffinity":5}}'}),
    holds({}, ['AFFINITY: __proto__: is not known and left out; write nodeAffinity, podAffinity, podAntiAffinity']),
  );
});

test('AFFINITY: a field in other capitals is taken, as the Go puller did, and null is none', t => {
  t.deepEqual(
    readLines({AFFINITY: '{"NodeAffinity":{},"podAffinity":null}'}),
    holds({affinity: {nodeAffinity: {}}}, ['AFFINITY: NodeAffinity: is written "NodeAffinity"; write "nodeAffinity"']),
  );
});

test('AFFINITY: of a field written twice the last counts', t => {
  t.deepEqual(
    readLines({AFFINITY: '{"nodeAffinity":5,"nodeAffinity":{}}'}),
    holds({affinity: {nodeAffinity: {}}}, [
      'AFFINITY: nodeAffinity: is written twice; write it once; the last one counts',
    ]),
  );
});

test('AFFINITY: a preference left out prefers nothing, as in Kubernetes', t => {
  t.deepEqual(
    readLines({AFFINITY: JSON.stringify({nodeAffinity: {[preferred]: [{weight: 5}]}})}),
    holds({affinity: {nodeAffinity: {[preferred]: [{weight: 5, preference: {}}]}}}),
  );
});

test('AFFINITY: a preference may have values that no label has, as in Kubernetes', t => {
  const preference = {matchExpressions: [{key: 'a', operator: 'In', values: ['not a label']}]};
  const affinity = {nodeAffinity: {[preferred]: [{weight: 5, preference}]}};
  t.deepEqual(readLines({AFFINITY: JSON.stringify(affinity)}), holds({affinity}));
});

test('an array for an object', rejects, [], '', 'is an array; write an object in { }');
test(
  'an object for an array',
  rejects,
  nodeTerm({matchExpressions: {}}),
  nodeTermPath,
  'matchExpressions: is an object; write an array in [ ]',
);
test('a string for an object', rejects, {nodeAffinity: 'x'}, '', 'nodeAffinity: is a string; write an object in { }');
test(
  'no terms',
  rejects,
  {nodeAffinity: {[required]: {}}},
  `nodeAffinity.${required}`,
  '.nodeSelectorTerms: is missing; write "nodeSelectorTerms"',
);
test(
  'an empty list of terms',
  rejects,
  {nodeAffinity: {[required]: {nodeSelectorTerms: []}}},
  `nodeAffinity.${required}`,
  '.nodeSelectorTerms: is empty; write at least 1 in [ ]',
);
test(
  'a requirement without key and operator',
  rejects,
  nodeTerm({matchExpressions: [{}]}),
  `${nodeTermPath}matchExpressions[0].`,
  'key: is missing; write "key"',
  'operator: is missing; write "operator"',
);
test(
  'a requirement in which everything is wrong',
  rejects,
  nodeTerm({matchExpressions: [{key: 'a b', operator: 'in', values: ['-', 5]}]}),
  `${nodeTermPath}matchExpressions[0].`,
  `key: "a b" is not a label key; ${key}`,
  'operator: "in" is not known; write In, NotIn, Exists, DoesNotExist, Gt or Lt',
  `values[0]: "-" is not a label value; ${value}`,
  'values[1]: is a number; write a string in double quotes',
);
test(
  'operators with more or fewer values than they need',
  rejects,
  nodeTerm({
    matchExpressions: [
      {key: 'a', operator: 'In'},
      {key: 'a', operator: 'NotIn', values: []},
      {key: 'a', operator: 'Exists', values: ['x']},
      {key: 'a', operator: 'Gt', values: ['1', '2']},
    ],
  }),
  `${nodeTermPath}matchExpressions`,
  '[0].values: is empty, with the operator In; write at least one value in [ ]',
  '[1].values: is empty, with the operator NotIn; write at least one value in [ ]',
  '[2].values: does not go with the operator Exists; leave it out, or write the operator In or NotIn',
  '[3].values: does not hold exactly one value, with the operator Gt; write one value in [ ]',
);
test(
  'fields of nodes that can’t be selected by',
  rejects,
  nodeTerm({matchFields: [{key: 'spec.podCIDR', operator: 'Exists', values: ['A']}]}),
  `${nodeTermPath}matchFields[0].`,
  'key: "spec.podCIDR" is not a field of a node to select by; write metadata.name, or use matchExpressions for labels',
  'operator: "Exists" is not known; write In or NotIn',
  'values[0]: "A" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", a letter or digit at both ends of each part',
);
test(
  'two node names for one field',
  rejects,
  nodeTerm({matchFields: [{key: 'metadata.name', operator: 'In', values: ['a', 'b']}]}),
  `${nodeTermPath}matchFields[0].`,
  'values: does not hold exactly one name; write one node name in [ ]',
);
test(
  'weights out of range',
  rejects,
  {nodeAffinity: {[preferred]: [{weight: 0}, {weight: 101}, {weight: 1.5}, {weight: '1'}, {}]}},
  `nodeAffinity.${preferred}`,
  '[0].weight: 0 is not a whole number in the range; write a whole number from 1 to 100',
  '[1].weight: 101 is not a whole number in the range; write a whole number from 1 to 100',
  '[2].weight: 1.5 is not a whole number in the range; write a whole number from 1 to 100',
  '[3].weight: is a string; write a whole number from 1 to 100',
  '[4].weight: is missing; write "weight"',
);
test(
  'a pod term without topology and with a wrong selector',
  rejects,
  podTerm({
    labelSelector: {matchLabels: {'a b': 'x', a: 1}, matchExpressions: [{key: 'a', operator: 'Gt', values: ['1']}, {}]},
    namespaces: ['A'],
  }),
  podTermPath,
  `labelSelector.matchLabels["a b"]: "a b" is not a label key; ${key}`,
  'labelSelector.matchLabels.a: is a number; write a string in double quotes',
  'labelSelector.matchExpressions[0].operator: "Gt" is not known; write In, NotIn, Exists or DoesNotExist',
  'labelSelector.matchExpressions[1].key: is missing; write "key"',
  'labelSelector.matchExpressions[1].operator: is missing; write "operator"',
  'namespaces[0]: "A" is not a DNS label; write at most 63 lower-case letters, digits and "-", a letter or digit at both ends',
  'topologyKey: is missing; write "topologyKey"',
);
test(
  'label keys without a selector, and in both lists',
  rejects,
  podTerm({topologyKey: 'a', matchLabelKeys: ['a', 'b'], mismatchLabelKeys: ['b']}),
  podTermPath,
  'matchLabelKeys: needs a labelSelector; write one, or leave it out',
  'mismatchLabelKeys: needs a labelSelector; write one, or leave it out',
  'matchLabelKeys[1]: "b" is in mismatchLabelKeys too; write it in one of the two',
);
test(
  'a weighted pod term without its term',
  rejects,
  {podAntiAffinity: {[preferred]: [{weight: 1}]}},
  `podAntiAffinity.${preferred}[0].`,
  'podAffinityTerm: is missing; write "podAffinityTerm"',
);
