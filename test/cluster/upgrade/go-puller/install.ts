import type {DaemonSet, Deployment} from 'kubernetes-types/apps/v1';
import type {ApiClient} from '../../client/index.ts';
import type {Recorded} from './recorded.ts';

/** Its names, by the values that its chart has when nobody sets others. */
export const names = {
  deployment: 'kubernetes-image-puller',
  configMap: 'k8s-image-puller',
  account: 'k8s-image-puller',
  rights: 'create-daemonset',
} as const;

/** As Helm marks what it installs. */
const metadata = (name: string, namespace: string) => ({
  name,
  labels: {'app.kubernetes.io/managed-by': 'Helm'},
  annotations: {'meta.helm.sh/release-name': names.deployment, 'meta.helm.sh/release-namespace': namespace},
});

/** Makes a namespace with a ConfigMap in it that has every key of the chart's, whether anybody set its value or not. */
export async function makeConfigMap(admin: ApiClient, namespace: string, {data}: Recorded): Promise<void> {
  await admin.ask('POST', '/api/v1/namespaces', {metadata: {name: namespace}});
  await admin.ask('POST', `/api/v1/namespaces/${namespace}/configmaps`, {
    metadata: metadata(names.configMap, namespace),
    data: {
      DAEMONSET_NAME: names.deployment,
      CACHING_INTERVAL_HOURS: '1',
      NAMESPACE: namespace,
      CACHING_MEMORY_REQUEST: '10Mi',
      CACHING_MEMORY_LIMIT: '20Mi',
      CACHING_CPU_REQUEST: '.05',
      CACHING_CPU_LIMIT: '.2',
      DAEMONSET_ANNOTATIONS: '{}',
      NODE_SELECTOR: '{}',
      IMAGE_PULL_SECRETS: '',
      AFFINITY: '{}',
      TOLERATIONS: '[]',
      ...data,
    },
  });
}

/**
 * Installs the rest of the Go puller, as its chart and its templates do: ServiceAccount, Role, RoleBinding, Deployment.
 * Of the Deployment there is the object alone: its pod is played (see `startGoPuller`).
 */
export async function installGoPuller(admin: ApiClient, namespace: string): Promise<void> {
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  await admin.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, {
    metadata: metadata(names.account, namespace),
  });
  await admin.ask('POST', `${rbac}/roles`, {
    metadata: metadata(names.rights, namespace),
    rules: [
      {apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['create', 'delete', 'watch', 'get']},
      {apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list']},
    ],
  });
  await admin.ask('POST', `${rbac}/rolebindings`, {
    metadata: metadata(names.rights, namespace),
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: names.rights},
    subjects: [{kind: 'ServiceAccount', name: names.account, namespace}],
  });
  await admin.ask('POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, {
    metadata: metadata(names.deployment, namespace),
    spec: {
      replicas: 0,
      selector: {matchLabels: {app: names.deployment}},
      strategy: {type: 'Recreate'},
      template: {
        metadata: {labels: {app: names.deployment}},
        spec: {
          serviceAccountName: names.account,
          containers: [
            {
              name: names.deployment,
              image: 'registry.test/kubernetes-image-puller:next',
              env: [{name: 'DEPLOYMENT_NAME', value: names.deployment}],
              envFrom: [{configMapRef: {name: names.configMap}}],
            },
          ],
        },
      },
    },
  });
}

/** What the Go puller sends to create it, but for the owner. */
export const buildDaemonSet = (namespace: string, {daemonSet}: Recorded): DaemonSet => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: {name: daemonSet.metadata?.name ?? '', namespace},
  ...(daemonSet.spec && {spec: daemonSet.spec}),
});

/** Writes what a Go puller that is installed leaves when it ends without a word. */
export async function createDaemonSet(admin: ApiClient, namespace: string, recorded: Recorded): Promise<void> {
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const {metadata: owner = {}} = await admin.ask<Deployment>('GET', `${apps}/deployments/${names.deployment}`);
  const body = buildDaemonSet(namespace, recorded);
  await admin.ask('POST', `${apps}/daemonsets`, {
    ...body,
    metadata: {
      ...body.metadata,
      ownerReferences: [{apiVersion: 'apps/v1', kind: 'Deployment', name: names.deployment, uid: owner.uid}],
    },
  });
}
