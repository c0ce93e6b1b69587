import type {Container} from 'kubernetes-types/core/v1';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';

/** A Knative Service: what we write of `services.serving.knative.dev`. */
export interface Service {
  readonly apiVersion: 'serving.knative.dev/v1';
  readonly kind: 'Service';
  readonly metadata: ObjectMeta;
  readonly spec: {readonly template: RevisionTemplate};
}

/** Every change of it is a new Revision. */
export interface RevisionTemplate {
  readonly metadata: ObjectMeta;
  readonly spec: RevisionSpec;
}

/** A pod spec with the fields Knative allows by default: no pod securityContext, node selector, tolerations, affinity. */
export interface RevisionSpec {
  readonly serviceAccountName: string;
  /** Requests an instance gets at the same time; 0 is no limit. */
  readonly containerConcurrency: number;
  /** Seconds a request may take; also how long an instance may finish what it runs when it is ended. */
  readonly timeoutSeconds: number;
  /** A container as in a pod, save that it needs no name and its probes need no port: Knative knows the port. */
  readonly containers: readonly [RevisionContainer];
}

/** See {@link RevisionSpec.containers}. */
export type RevisionContainer = Omit<Container, 'name' | 'readinessProbe' | 'livenessProbe'> & {
  readonly readinessProbe: RevisionProbe;
  readonly livenessProbe: RevisionProbe;
};

/** Without `periodSeconds` a readiness probe is Knative's own: every few milliseconds until the first success. */
export interface RevisionProbe {
  readonly httpGet: {readonly path: string};
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}
