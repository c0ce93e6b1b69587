import type {Answer} from '../../api/index.ts';
import {buildAggregatedGroup, buildGroup, buildResourceList, buildVersions, version} from './documents.ts';
import {buildOpenApiDocument, buildOpenApiIndex} from './openapi.ts';

/** What a server says of itself, besides its resources. */
export interface DiscoveryOptions {
  /** Lists the group `route.openshift.io`, by which OpenShift is told from others. */
  readonly openshift: boolean;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
}

/** The answer to a path of discovery or health; undefined for other paths. */
export function answerDiscovery(
  path: string,
  accept: string | undefined,
  options: DiscoveryOptions,
): Answer | undefined {
  const groups = ['apps', 'scheduling.k8s.io', ...(options.openshift ? ['route.openshift.io'] : [])];
  const aggregated = /as=APIGroupDiscoveryList/.exec(accept ?? '') !== null;
  switch (path.replace(/(.)\/$/, '$1')) {
    case '/healthz':
    case '/livez':
    case '/readyz':
      return {status: 200, content: {type: 'text', text: 'ok'}};
    case '/version':
      return documentOf(version);
    case '/api':
      return aggregated ? aggregate(['']) : documentOf(buildVersions(options.host));
    case '/apis':
      return aggregated
        ? aggregate(groups)
        : documentOf({kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(buildGroup)});
    case '/api/v1':
      return documentOf(buildResourceList(''));
    case '/openapi/v3':
      return documentOf(buildOpenApiIndex());
    case '/openapi/v3/api/v1':
      return documentOf(buildOpenApiDocument(''));
    case '/openapi/v3/apis/apps/v1':
      return documentOf(buildOpenApiDocument('apps'));
    case '/openapi/v3/apis/scheduling.k8s.io/v1':
      return documentOf(buildOpenApiDocument('scheduling.k8s.io'));
    default: {
      const [, group, list] = /^\/apis\/([^/]+)(\/v1)?\/?$/.exec(path) ?? [];
      if (group === undefined || !groups.includes(group)) return undefined;
      return documentOf(
        list === undefined ? {kind: 'APIGroup', apiVersion: 'v1', ...buildGroup(group)} : buildResourceList(group),
      );
    }
  }
}

function documentOf(document: unknown, mediaType?: string): Answer {
  return {status: 200, content: {type: 'document', document, ...(mediaType !== undefined && {mediaType})}};
}

function aggregate(groups: readonly string[]): Answer {
  return documentOf(
    {
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
      metadata: {},
      items: groups.map(buildAggregatedGroup),
    },
    'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  );
}
