import type {ServiceAccount} from 'kubernetes-types/core/v1';
import type {Role, RoleBinding} from 'kubernetes-types/rbac/v1';
import {buildLabels} from '../metadata.ts';
import {buildRule} from '../role.ts';
import {standaloneGrants, standaloneName} from '../standalone/index.ts';
import {serviceAccountName} from './parameters.ts';
import {app, buildTemplate, refer, type Template} from './template.ts';

/**
 * The account and its rights in its namespace. Role and RoleBinding are not called `create-daemonset`, as the Go puller's
 * are: who takes its rights away takes none of these, and who applies these gives it none back, where the account is
 * another one.
 */
export function buildServiceAccountTemplate(): Template {
  const metadata = {name: standaloneName, labels: buildLabels('standalone')};
  const account: ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {...metadata, name: refer(serviceAccountName)},
  };
  const role: Role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: standaloneGrants.map(buildRule),
  };
  const binding: RoleBinding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: standaloneName},
    // Without a namespace it is the RoleBinding's.
    subjects: [{kind: 'ServiceAccount', name: refer(serviceAccountName)}],
  };
  return buildTemplate(
    app,
    'Image puller: the account that app.yaml runs as, and what it may do in its project',
    [serviceAccountName],
    [account, role, binding],
  );
}
