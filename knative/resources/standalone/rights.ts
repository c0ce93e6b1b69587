import type {ServiceAccount} from 'kubernetes-types/core/v1';
import type {ClusterRoleBinding, Role, RoleBinding, Subject} from 'kubernetes-types/rbac/v1';
import {buildMetadata} from '../metadata.ts';
import {buildNodeReader} from '../node-reader.ts';
import type {InstallOptions} from '../options.ts';
import {buildRule} from '../role.ts';
import {standaloneGrants} from './grants.ts';
import {standaloneName} from './names.ts';

/** The one account, and what it may do in its namespace; and, in a ClusterRole that can be left out, of the cluster. */
export function buildRights(options: InstallOptions, accountName: string = standaloneName) {
  const metadata = buildMetadata(standaloneName, 'standalone', options);
  const nodes = buildNodeReader(options);
  const account: ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {...metadata, name: accountName},
  };
  const role: Role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: standaloneGrants.map(buildRule),
  };
  const subjects: Subject[] = [{kind: 'ServiceAccount', name: accountName, namespace: options.namespace}];
  const binding: RoleBinding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: standaloneName},
    subjects,
  };
  const nodesBinding: ClusterRoleBinding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: {...nodes.metadata},
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: nodes.metadata?.name ?? ''},
    subjects,
  };
  return [account, role, binding, nodes, nodesBinding] as const;
}
