/** One line of the story that `kubectl describe configmap` tells. */
export interface Told {
  /** UpperCamelCase, as Kubernetes' own. */
  readonly reason: string;
  readonly type: 'Normal' | 'Warning';
  readonly message: string;
  /** What the message is about where its words keep changing, such as counts: one Event for all of them. */
  readonly about?: string;
  /** It has just become so: told at once, however lately the same was told. */
  readonly isNews?: boolean;
}
