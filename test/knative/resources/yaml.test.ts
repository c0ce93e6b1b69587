import {renderManifest} from '@image-puller/knative/resources';
import test from 'ava';
import fc from 'fast-check';
import {CORE_SCHEMA, load, YAML11_SCHEMA} from 'js-yaml';

const annotated = (data: Record<string, string>) =>
  ({apiVersion: 'v1', kind: 'Namespace', metadata: {annotations: data}}) as const;

const render = (value: string) => renderManifest({file: 'x.yaml', resources: [annotated({value})]});

/** Text made of what YAML 1.1 gives a meaning: numbers of all bases and groupings, times, indicators. */
const trap = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.string({unit: fc.constantFrom(...'0123456789abxoeEyYnN_+-.:~=<*&!|>%@`#\'"{}[],? \n\t')}),
);

test('whatever a string is, readers of YAML 1.1 and of YAML 1.2 both read that string', t => {
  fc.assert(
    fc.property(trap, trap, (key, value) => {
      const namespace = annotated({[`k${key}`]: value, value: key});
      const text = renderManifest({file: 'x.yaml', resources: [namespace]});
      t.deepEqual<unknown, unknown>(load(text, {schema: YAML11_SCHEMA}), namespace);
      t.deepEqual<unknown, unknown>(load(text, {schema: CORE_SCHEMA}), namespace);
    }),
    {numRuns: 2000},
  );
});

const traps = [
  '',
  ...'y Y n N yes Yes YES no No NO on On ON off Off OFF true True TRUE false False FALSE null Null NULL ~'.split(' '),
  ...'0 -1 +1 010 0o17 0x1F 0b11 1_000 1:30 190:20:30 1.5 .5 1e3 1E3 -.inf .NaN'.split(' '),
  ...'2001-12-14 2001-12-14T21:59:43Z = <<'.split(' '),
];

test('the strings that YAML 1.1 takes for booleans, numbers, times and nothing are quoted', t => {
  t.deepEqual(
    traps.map(text => render(text).split('\n').at(-2)),
    traps.map(text => `    value: '${text}'`),
  );
});

test('objects are documents of their own, in order, without anchors or folded lines', t => {
  const line = `${'word '.repeat(40)}end`;
  const twice = {line};
  const first = {apiVersion: 'v1', kind: 'Namespace', metadata: {labels: twice, annotations: twice}} as const;
  const text = renderManifest({file: 'x.yaml', resources: [first, annotated({value: 'second'})]});
  const [header, ...lines] = text.split('\n');
  t.regex(header ?? '', /^# Rendered by /);
  t.deepEqual(lines, [
    'apiVersion: v1',
    'kind: Namespace',
    'metadata:',
    '  labels:',
    `    line: ${line}`,
    '  annotations:',
    `    line: ${line}`,
    '---',
    'apiVersion: v1',
    'kind: Namespace',
    'metadata:',
    '  annotations:',
    '    value: second',
    '',
  ]);
});
