import test from 'ava';
import {processTemplate} from './process-template.ts';

const template = (parameters: string, fields: string) => `
kind: Template
labels: {app: '\${NAME}'}
parameters: [{name: NAME, value: one}, ${parameters}]
objects:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: a, labels: {own: 'yes'}}
    data: ${fields}
`;

test('values are written into every text, as text or as JSON, and labels onto every object', t => {
  const fields = `{'k-\${NAME}': 'a \${NAME}, \${OTHER}', n: '\${{NUMBER}}', inner: [{x: '\${NAME}'}], y: '\${UNKNOWN}'}`;
  const yaml = template("{name: OTHER}, {name: NUMBER, value: '3'}", fields);
  t.deepEqual<unknown, unknown>(processTemplate(yaml, {OTHER: `two \${NAME}`}), [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'a', labels: {own: 'yes', app: 'one'}},
      data: {'k-one': `a one, two \${NAME}`, n: 3, inner: [{x: 'one'}], y: `\${UNKNOWN}`},
    },
  ]);
});

test('a required parameter without a value, an unknown one and a generated one are errors', t => {
  const required = template('{name: NEEDED, required: true}', '{}');
  t.throws(() => processTemplate(required), {message: 'parameter NEEDED is required and must be specified'});
  t.throws(() => processTemplate(required, {NEEDED: ''}), {message: /NEEDED is required/});
  t.notThrows(() => processTemplate(required, {NEEDED: 'a'}));
  t.throws(() => processTemplate(required, {NEEDED: 'a', NEDED: 'b'}), {message: 'unknown parameter name "NEDED"'});
  t.throws(() => processTemplate(template('{name: A, generate: expression}', '{}')), {message: /A is generated/});
  t.throws(() => processTemplate(template('{name: A, value: 1}', '{}')), {message: 'the default of A is no text'});
});
