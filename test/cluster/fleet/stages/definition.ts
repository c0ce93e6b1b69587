/** Lets the API server keep Stages, whatever is in them: kwok itself says what it makes of them. */
export const stageDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'stages.kwok.x-k8s.io'},
  spec: {
    group: 'kwok.x-k8s.io',
    names: {kind: 'Stage', listKind: 'StageList', plural: 'stages', singular: 'stage'},
    scope: 'Cluster',
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {spec: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
          },
        },
      },
    ],
  },
} as const;
