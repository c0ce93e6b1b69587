import {type Answer, buildGroup, type ServerFacts} from '../../api/index.ts';
import {buildAggregatedGroup, buildResourceList, buildVersions, version} from './documents.ts';
import {buildOpenApiDocument, buildOpenApiIndex} from './openapi.ts';

/** The answer to a path of discovery or health; undefined for other paths. */
export function answerDiscovery(
  path: string,
  accept: string | undefined,
  {host, groups}: ServerFacts,
): Answer | undefined {
  const aggregated = /as=APIGroupDiscoveryList/.exec(accept ?? '') !== null;
  switch (path.replace(/(.)\/$/, '$1')) {
    case '/healthz':
    case '/livez':
    case '/readyz':
      return {status: 200, content: {type: 'text', text: 'ok'}};
    case '/version':
      return documentOf(version);
    case '/api':
      return aggregated ? aggregate(['']) : documentOf(buildVersions(host));
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
      const group = /^\/apis\/([^/]+)\/v1\/?$/.exec(path)?.[1];
      return group !== undefined && groups.includes(group) ? documentOf(buildResourceList(group)) : undefined;
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
