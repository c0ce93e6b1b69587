import type {PolicyRule, Role, RoleBinding, Subject} from 'kubernetes-types/rbac/v1';
import {type Grant, grants} from './grants.ts';
import {buildMetadata} from './metadata.ts';
import {type AccountName, nameOf} from './names.ts';
import type {InstallOptions} from './options.ts';

/** What an account may do in the installation's namespace. */
export function buildRole(account: AccountName, options: InstallOptions): Role {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: buildMetadata(nameOf(account), account, options),
    rules: grants[account].map(buildRule),
  };
}

/** Gives an account its Role. */
export function buildRoleBinding(account: AccountName, options: InstallOptions): RoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: buildMetadata(nameOf(account), account, options),
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: nameOf(account)},
    subjects: [buildSubject(account, options)],
  };
}

/** A grant as RBAC writes it. */
export function buildRule({group, resource, names, verbs}: Grant): PolicyRule {
  return {
    apiGroups: [group],
    resources: [resource],
    ...(names !== undefined && {resourceNames: [...names]}),
    verbs: [...verbs],
  };
}

/** An account as RBAC refers to it. */
export function buildSubject(account: AccountName, {namespace}: InstallOptions): Subject {
  return {kind: 'ServiceAccount', name: nameOf(account), namespace};
}
