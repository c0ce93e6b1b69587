/** A Stage of kwok (kwok.x-k8s.io/v1alpha1), as far as it is used here: what becomes of an object that it selects. */
export interface Stage {
  readonly apiVersion: 'kwok.x-k8s.io/v1alpha1';
  readonly kind: 'Stage';
  readonly metadata: {readonly name: string};
  readonly spec: {
    readonly resourceRef: {readonly apiGroup: 'v1'; readonly kind: 'ConfigMap' | 'Node' | 'Pod'};
    /** All have to match. */
    readonly selector: {readonly matchExpressions: readonly {readonly jq: Requirement}[]};
    /** By default none. */
    readonly delay?: {readonly durationFrom: {readonly jq: {readonly expression: string}}};
    readonly steps: readonly Step[];
  };
}

/** The values of a jq expression over the object, compared as text; several values match if one does. */
export type Requirement =
  | {readonly key: string; readonly operator: 'In' | 'NotIn'; readonly values: readonly string[]}
  | {readonly key: string; readonly operator: 'Exists' | 'DoesNotExist'};

/** A template is Go's, with the functions of sprig and the object as its data; it becomes JSON or YAML. */
export type Step =
  | {readonly patch: {readonly root: 'metadata' | 'status'; readonly subresource?: 'status'; readonly template: string}}
  | {readonly delete: true};

export const buildStage = (
  name: string,
  kind: Stage['spec']['resourceRef']['kind'],
  requirements: readonly Requirement[],
  steps: readonly Step[],
  delay?: string,
): Stage => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: {name},
  spec: {
    resourceRef: {apiGroup: 'v1', kind},
    selector: {matchExpressions: requirements.map(jq => ({jq}))},
    ...(delay !== undefined && {delay: {durationFrom: {jq: {expression: delay}}}}),
    steps,
  },
});

/** Sets fields of the status. */
export const patchStatus = (template: string): Step => ({patch: {root: 'status', subresource: 'status', template}});
