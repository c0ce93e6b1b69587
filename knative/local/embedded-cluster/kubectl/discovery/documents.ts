import {type Resource, resources} from '../../resources/index.ts';
import {kinds} from '../../store/index.ts';
import {names} from './names.ts';

/** The version of Kubernetes that is imitated. */
export const version = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3-embedded',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'embedded',
} as const;

const objectVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
const statusVerbs = ['get', 'patch', 'update'] as const;

/** `/api`. */
export function buildVersions(host: string): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{clientCIDR: '0.0.0.0/0', serverAddress: host}],
  };
}

/** `/api/v1` and `/apis/<group>/v1`. */
export function buildResourceList(group: string): unknown {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? 'v1' : `${group}/v1`,
    resources: resourcesIn(group).flatMap(resource => {
      const {plural, namespaced} = kinds[resource.kind];
      const {kind, hasStatus} = resource;
      const own = {
        name: plural,
        singularName: kind.toLowerCase(),
        namespaced,
        kind,
        verbs: objectVerbs,
        ...names[kind],
      };
      const status = {name: `${plural}/status`, singularName: '', namespaced, kind, verbs: statusVerbs};
      return hasStatus ? [own, status] : [own];
    }),
  };
}

/** One group as aggregated discovery lists it: all resources at once. */
export function buildAggregatedGroup(group: string): unknown {
  return {
    metadata: group === '' ? {} : {name: group},
    versions: [{version: 'v1', resources: resourcesIn(group).map(aggregate), freshness: 'Current'}],
  };
}

function aggregate({kind, hasStatus}: Resource): unknown {
  const {plural, namespaced} = kinds[kind];
  const responseKind = {group: '', version: '', kind};
  return {
    resource: plural,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs: objectVerbs,
    ...names[kind],
    ...(hasStatus && {subresources: [{subresource: 'status', responseKind, verbs: statusVerbs}]}),
  };
}

function resourcesIn(group: string): readonly Resource[] {
  return resources.filter(resource => kinds[resource.kind].group === group);
}
