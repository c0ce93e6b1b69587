import type {ClusterRole, ClusterRoleBinding} from 'kubernetes-types/rbac/v1';
import {clusterGrants, clusterReaders} from './grants.ts';
import {buildLabels} from './metadata.ts';
import {nameOfNodeReader} from './names.ts';
import type {InstallOptions} from './options.ts';
import {buildRule, buildSubject} from './role.ts';

/** Reading nodes and priority classes: the only rights that are not bounded by the namespace. */
export function buildNodeReader({namespace}: InstallOptions): ClusterRole {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {name: nameOfNodeReader(namespace), labels: buildLabels('nodes')},
    rules: clusterGrants.map(buildRule),
  };
}

/** Gives it to those who count nodes. */
export function buildNodeReaderBinding(options: InstallOptions): ClusterRoleBinding {
  const name = nameOfNodeReader(options.namespace);
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: {name, labels: buildLabels('nodes')},
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name},
    subjects: clusterReaders.map(account => buildSubject(account, options)),
  };
}
