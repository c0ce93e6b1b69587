import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import {type ApiClient, makeNamespace} from '../client/index.ts';

/** An object of a manifest. */
export interface ManifestObject {
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const collections: Readonly<Record<string, string>> = {
  ServiceAccount: '/api/v1/namespaces/{namespace}/serviceaccounts',
  Role: `${rbac}/namespaces/{namespace}/roles`,
  RoleBinding: `${rbac}/namespaces/{namespace}/rolebindings`,
  ClusterRole: `${rbac}/clusterroles`,
  ClusterRoleBinding: `${rbac}/clusterrolebindings`,
};

/** Makes, of the objects of manifests, the namespace, the accounts and their rights; the others are played. */
export async function applyRights(admin: ApiClient, resources: readonly ManifestObject[]): Promise<void> {
  for (const resource of resources) {
    const path = collections[resource.kind ?? '']?.replace('{namespace}', resource.metadata?.namespace ?? '');
    if (resource.kind === 'Namespace') await makeNamespace(admin, resource);
    else if (path !== undefined) await admin.ask('POST', path, resource);
  }
}
