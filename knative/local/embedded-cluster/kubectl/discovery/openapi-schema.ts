import type {Resource} from '../../resources/index.ts';
import type {Scalar, Schema} from '../../schema/index.ts';
import {kinds} from '../../store/index.ts';

/** The fields of a kind, under the name of its type. What they mean is left to the documentation of Kubernetes. */
export function buildSchema({kind, schema}: Resource): readonly [name: string, schema: unknown] {
  const {group, apiVersion} = kinds[kind];
  const text = {type: 'string'};
  return [
    `io.k8s.api.${group === '' ? 'core' : group}.v1.${kind}`,
    {
      type: 'object',
      description: `This is a simulated cluster: it knows the fields of a ${kind}, and not what they mean; that is on https://kubernetes.io/docs/reference/kubernetes-api/`,
      'x-kubernetes-group-version-kind': [{group, version: apiVersion.split('/').at(-1), kind}],
      properties: {apiVersion: text, kind: text, ...buildProperties(schema.fields)},
    },
  ];
}

const buildProperties = (fields: Readonly<Record<string, Schema>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, buildValue(field)]));

/** What is not imitated is undefined, and so not written. */
function buildValue(schema: Schema): object | undefined {
  switch (schema.type) {
    case 'struct':
      return {type: 'object', properties: buildProperties(schema.fields)};
    case 'map':
      return {type: 'object', additionalProperties: buildValue(schema.values)};
    case 'list':
      // Without rules for patches: kubectl has its own, where PATCH names no media types.
      return {type: 'array', items: buildValue(schema.items)};
    case 'notImitated':
      return undefined;
    default:
      return scalars[schema.type];
  }
}

const scalars: Readonly<Record<Scalar['type'], object>> = {
  string: {type: 'string'},
  boolean: {type: 'boolean'},
  integer: {type: 'integer'},
  quantity: {type: 'string'},
  intOrString: {type: 'string', format: 'int-or-string'},
  time: {type: 'string', format: 'date-time'},
  microTime: {type: 'string', format: 'date-time'},
  bytes: {type: 'string', format: 'byte'},
  json: {type: 'object'},
};
