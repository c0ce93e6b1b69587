import {defaultOptions, grants, installationId, nameOf, nodeGrant} from '@image-puller/knative/resources';
import type {ControlPlane} from '../control-plane/index.ts';
import {type RunningFunction, startFunction} from './function.ts';
import {makeNamespace, writeAccountKubeconfig} from './install.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const account = nameOf('apply');

/** Makes an account in a namespace, which need not be there yet, that may do what all functions and their source may, together. */
export async function applyStandaloneRights({admin}: ControlPlane, namespace: string): Promise<void> {
  const metadata = {name: account, namespace};
  const rule = ({group, resource, verbs}: typeof nodeGrant) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: [...verbs],
  });
  const subjects = [{kind: 'ServiceAccount', name: account, namespace}];
  const roleRef = (kind: string, name: string) => ({apiGroup: 'rbac.authorization.k8s.io', kind, name});
  await makeNamespace(admin, {metadata: {name: namespace}});
  await admin.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, {metadata});
  await admin.ask('POST', `${rbac}/namespaces/${namespace}/roles`, {
    metadata,
    rules: Object.values(grants).flat().map(rule),
  });
  await admin.ask('POST', `${rbac}/namespaces/${namespace}/rolebindings`, {
    metadata,
    roleRef: roleRef('Role', account),
    subjects,
  });
  const nodes = {name: `${account}:${namespace}`};
  await admin.ask('POST', `${rbac}/clusterroles`, {metadata: nodes, rules: [rule(nodeGrant)]});
  await admin.ask('POST', `${rbac}/clusterrolebindings`, {
    metadata: nodes,
    roleRef: roleRef('ClusterRole', nodes.name),
    subjects,
  });
}

/** All functions in one process, as that account. */
export async function startStandalone(
  cluster: ControlPlane,
  namespace: string,
  {
    sleepImage = defaultOptions.sleepImage,
    hoursAhead = 0,
  }: {readonly sleepImage?: string; readonly hoursAhead?: number} = {},
): Promise<RunningFunction> {
  const env = {
    FUNCTION_TARGET: 'standalone',
    INSTALLATION_ID: installationId,
    SLEEP_IMAGE: sleepImage,
    KUBECONFIG: await writeAccountKubeconfig(cluster, namespace, account),
  };
  return await startFunction(`${namespace}-standalone`, cluster.directory, env, hoursAhead);
}
