/** What the Go puller's templates make, with their defaults, of a configuration. */
export const buildGoPuller = (data: Readonly<Record<string, string>>): object => ({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'k8s-image-puller', labels}},
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: {name: 'create-daemonset', labels},
      rules: [
        {apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['create', 'delete', 'watch', 'get']},
        {apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list']},
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: {name: 'create-daemonset', labels},
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'create-daemonset'},
      subjects: [{kind: 'ServiceAccount', name: 'k8s-image-puller'}],
    },
    {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'k8s-image-puller', labels}, data},
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name: 'kubernetes-image-puller', labels},
      spec: {
        replicas: 1,
        selector: {matchLabels: labels},
        strategy: {type: 'Recreate'},
        template: {
          metadata: {labels},
          spec: {
            serviceAccountName: 'k8s-image-puller',
            containers: [
              {
                name: 'kubernetes-image-puller',
                image: 'registry.test/kubernetes-image-puller:next',
                env: [{name: 'DEPLOYMENT_NAME', value: 'kubernetes-image-puller'}],
                envFrom: [{configMapRef: {name: 'k8s-image-puller'}}],
                resources: {requests: {cpu: '50m', memory: '64Mi'}, limits: {cpu: '200m', memory: '256Mi'}},
              },
            ],
          },
        },
      },
    },
  ],
});

const labels = {app: 'kubernetes-image-puller'} as const;
