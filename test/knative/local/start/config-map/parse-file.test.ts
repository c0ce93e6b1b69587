import {parseFile} from '@image-puller/knative/local/start';
import test from 'ava';
import fc from 'fast-check';
import {dump} from 'js-yaml';

const label = {'kubernetes-image-puller/config': 'true'};
const images = {IMAGES: 'a=registry.example/a:1'};

/** What is read of a ConfigMap that says no more than this. */
const manifest = (name: string, more: object = {}) => ({
  name,
  namespace: undefined,
  labels: label,
  annotations: {},
  data: images,
  binaryData: {},
  ...more,
});

const configMap = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name},
  data: images,
  ...more,
});

const join = (...documents: readonly object[]): string => documents.map(document => dump(document)).join('---\n');

test('a ConfigMap is read with its labels and annotations, and gets the label of a puller', t => {
  const metadata = {name: 'x', namespace: 'team', labels: {a: 'b'}, annotations: {c: 'd'}, uid: 'left out'};
  t.deepEqual(parseFile(join(configMap('x', {metadata}))), {
    configMaps: [manifest('x', {namespace: 'team', labels: {a: 'b', ...label}, annotations: {c: 'd'}})],
    ignored: [],
  });
});

test('folded and literal values come out as kubectl reads them', t => {
  const text = `kind: ConfigMap
metadata: {name: x}
data:
  IMAGES: >
    a=registry.example/a:1;
    b=registry.example/b:1;
  NODE_SELECTOR: |-
    {"a":
     "b"}
  EMPTY:
`;
  const data = {
    IMAGES: 'a=registry.example/a:1; b=registry.example/b:1;\n',
    NODE_SELECTOR: '{"a":\n "b"}',
    EMPTY: '',
  };
  t.deepEqual(parseFile(text), {configMaps: [manifest('x', {data})], ignored: []});
});

test('of several documents and lists the pullers are taken, and what is left out is named', t => {
  const text = join(
    {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'puller'}},
    configMap('settings', {data: {OTHER: 'x'}}),
    {apiVersion: 'v1', kind: 'List', items: [configMap('a'), {kind: 'Secret', metadata: {name: 's'}}]},
    {apiVersion: 'v1', kind: 'ConfigMapList', items: [{metadata: {name: 'b'}, data: images}]},
    configMap('labelled', {metadata: {name: 'labelled', labels: label}, data: {}}),
  );
  t.deepEqual(parseFile(text), {
    configMaps: [manifest('a'), manifest('b'), manifest('labelled', {data: {}})],
    ignored: ['Deployment puller', 'Secret s', 'ConfigMap settings'],
  });
});

test('a ConfigMap without IMAGES is taken where it is the only one, so that its author is told', t => {
  t.deepEqual(parseFile(join(configMap('x', {data: {}}))), {configMaps: [manifest('x', {data: {}})], ignored: []});
});

const refused = test.macro({
  exec(t, text: string, problems: readonly string[]) {
    t.deepEqual(parseFile(text), {problems});
  },
  title: what => `refused with all its problems: ${what}`,
});

const askForOne = 'write a ConfigMap: apiVersion: v1, kind: ConfigMap, metadata with a name, data with IMAGES';

test('an empty file', refused, '', [`nothing in it; ${askForOne}`]);
test('comments alone', refused, '# nothing\n---\n', [`nothing in it; ${askForOne}`]);
test('broken YAML, with line and column', refused, 'kind: ConfigMap\ndata: {IMAGES: [}\n', [
  'line 2, column 17: not YAML: missed comma between flow collection entries',
]);
test('a key given twice', refused, 'data:\n  IMAGES: a\n  IMAGES: b\n', [
  'line 3, column 3: not YAML: duplicated mapping key',
]);
test('text that is no object', refused, 'IMAGES: a=b\n', [`no Kubernetes object: it has no kind; ${askForOne}`]);
test('a scalar among documents', refused, `5\n---\n${join(configMap('x'))}`, [
  `document 1: no Kubernetes object: it has no kind; ${askForOne}`,
]);
test('another kind alone', refused, join({kind: 'Pod', metadata: {name: 'p'}}), [
  `no ConfigMap in it, only Pod; ${askForOne}`,
]);
test('an OpenShift template', refused, join({kind: 'Template', objects: [configMap('x')]}), [
  'an OpenShift Template is no ConfigMap yet: give the output of `oc process --local -o yaml -f TEMPLATE`',
]);
test(
  'values that are no strings, by the rules of YAML 1.1',
  refused,
  'kind: ConfigMap\nmetadata: {name: yes, labels: [a]}\ndata: {A: 5, B: on, C: {}, D: 2026-01-01}\n',
  [
    'metadata.name is the boolean true; only strings are allowed: quote it, as "true"',
    'metadata.labels is a list; write a mapping of names to strings',
    'data.A is the number 5; only strings are allowed: quote it, as "5"',
    'data.B is the boolean true; only strings are allowed: quote it, as "true"',
    'data.C is a mapping; only strings are allowed: quote it, or write it as a block (|)',
    'data.D is a date; only strings are allowed: quote it, or write it as a block (|)',
  ],
);
test('no name, in one of several', refused, join(configMap('x'), {kind: 'ConfigMap', data: images}), [
  'document 2: metadata.name is missing; name the ConfigMap, such as "images"',
]);
test('a name twice', refused, join(configMap('x'), configMap('x')), [
  'ConfigMap x is there twice; give one of them another name',
]);
test(
  'several namespaces',
  refused,
  join(
    configMap('x', {metadata: {name: 'x', namespace: 'a'}}),
    configMap('y', {metadata: {name: 'y', namespace: 'b'}}),
  ),
  ['ConfigMaps in several namespaces (a, b); put them into one, or into files of their own'],
);

test('any text is read or refused with reasons, and never throws', t => {
  const piece = fc.oneof(
    fc.string({unit: 'binary'}),
    fc.constantFrom('kind: ConfigMap\n', '---\n', 'metadata: {name: x}\n', 'data:\n  ', '- ', '&a ', '*a', '{', '!!x '),
    fc.json(),
  );
  fc.assert(
    fc.property(
      fc.array(piece).map(pieces => pieces.join('')),
      text => {
        const parsed = parseFile(text);
        return 'problems' in parsed ? parsed.problems.length > 0 : parsed.configMaps.length > 0;
      },
    ),
  );
  t.pass();
});

test('any ConfigMap that is dumped is read as it was', t => {
  const strings = fc.dictionary(fc.string(), fc.string());
  fc.assert(
    fc.property(strings, strings, (data, annotations) => {
      const text = dump(configMap('x', {metadata: {name: 'x', annotations}, data}));
      t.deepEqual(parseFile(text), {configMaps: [manifest('x', {annotations, data})], ignored: []});
    }),
  );
});
