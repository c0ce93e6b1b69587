import {resources} from '../../resources/index.ts';
import {kinds} from '../../store/index.ts';
import {buildSchema} from './openapi-schema.ts';

/**
 * `/openapi/v3`: which documents there are. kubectl edit reads them to learn that a kind can be patched, and that the
 * server checks fields itself.
 */
export function buildOpenApiIndex(): unknown {
  return {
    paths: {
      'api/v1': {serverRelativeURL: '/openapi/v3/api/v1'},
      'apis/apps/v1': {serverRelativeURL: '/openapi/v3/apis/apps/v1'},
      'apis/scheduling.k8s.io/v1': {serverRelativeURL: '/openapi/v3/apis/scheduling.k8s.io/v1'},
    },
  };
}

/** `/openapi/v3/<group version>`: the PATCH of each kind, and the fields that `kubectl explain` lists. */
export function buildOpenApiDocument(group: string): unknown {
  const served = resources.filter(resource => kinds[resource.kind].group === group);
  return {
    openapi: '3.0.0',
    info: {title: 'Kubernetes', version: '1.36'},
    paths: Object.fromEntries(served.map(({kind}) => buildPath(kind))),
    components: {schemas: Object.fromEntries(served.map(buildSchema))},
  };
}

function buildPath(kind: keyof typeof kinds): readonly [path: string, item: unknown] {
  const {group, apiVersion, plural, namespaced} = kinds[kind];
  const prefix = group === '' ? '/api/v1' : `/apis/${apiVersion}`;
  const operation = {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': {group, version: 'v1', kind},
    parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map(name => ({
      name,
      in: 'query',
      schema: {type: 'string'},
    })),
    responses: {},
  };
  return [`${prefix}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`, {patch: operation}];
}
