import {buildManifests, defaultOptions, type InstallOptions, type Resource} from '@image-puller/knative/resources';

/** All objects of an installation, in the order in which they are applied. */
export function listResources(options: Partial<InstallOptions> = {}): readonly Resource[] {
  return buildManifests({...defaultOptions, ...options}).flatMap(manifest => manifest.resources);
}

type OfKind<K> = Extract<Resource, {kind?: K}>;

/** Those of one kind. */
export function listKind<K extends Resource['kind']>(
  kind: K,
  options: Partial<InstallOptions> = {},
): readonly OfKind<K>[] {
  return listResources(options).filter((resource): resource is OfKind<K> => resource.kind === kind);
}

/** The names of the objects of one kind. */
export function listNames(
  kind: Resource['kind'],
  options: Partial<InstallOptions> = {},
): readonly (string | undefined)[] {
  return listResources(options)
    .filter(resource => resource.kind === kind)
    .map(resource => resource.metadata?.name);
}

/** The labels every object of the installation has. */
export function labelsOf(component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'kubernetes-image-puller',
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': 'kubernetes-image-puller',
  };
}
