import {type StepName, steps} from '@image-puller/shared/events';

/** What runs as a Knative Service: the steps, woken by events, and the status page. */
export type FunctionName = StepName | 'status';

/** In the order of their manifests. */
export const functionNames: readonly FunctionName[] = [...steps, 'status'];

/** Who has a ServiceAccount: each function, and the source that watches. */
export type AccountName = FunctionName | 'source';

/** What one installation is made of, by name. One namespace holds one installation. */
export type PartName = AccountName | 'watch' | 'tick';

/** The name of a part's objects: `image-puller-apply` is Service, Trigger, ServiceAccount, Role of apply. */
export function nameOf(part: PartName): string {
  return `image-puller-${part}`;
}

/** ClusterRole and its bindings belong to no namespace: the name says whose they are, so that installations don't share them. */
export function nameOfNodeReader(namespace: string): string {
  return `image-puller-nodes:${namespace}`;
}

/**
 * `INSTALLATION_ID`: who writes a puller, for others to see. All functions of an installation say the same, the
 * ServiceAccount of the one that writes; it is live while that ServiceAccount is.
 */
export const installationId = `serviceaccount/${nameOf('apply')}`;
