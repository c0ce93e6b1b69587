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

/**
 * A pod spec with the fields Knative allows by default: no pod securityContext, node selector, tolerations, affinity. What
 * its webhook would fill in is required here: in a list of containers, what a manifest leaves out counts as a change when
 * it is applied again (SetDefaults of RevisionSpec in Knative Serving).
 */
export interface RevisionSpec {
  readonly serviceAccountName: string;
  /** Requests an instance gets at the same time; 0 is no limit. */
  readonly containerConcurrency: number;
  /** Seconds a request may take; also how long an instance may finish what it runs when it is ended. */
  readonly timeoutSeconds: number;
  /** Variables with the addresses of the namespace's Services. Filled in at creation alone. */
  readonly enableServiceLinks: boolean;
  /** A container as in a pod, save that its probes name no port of their own. */
  readonly containers: readonly [RevisionContainer];
}

/** See {@link RevisionSpec.containers}. */
export type RevisionContainer = Omit<Container, 'readinessProbe' | 'livenessProbe'> & {
  readonly readinessProbe: RevisionProbe & {readonly successThreshold: number};
  readonly livenessProbe: RevisionProbe;
};

/** Without `periodSeconds` a readiness probe is Knative's own: every few milliseconds until the first success. */
export interface RevisionProbe {
  /** Port 0 is the one that Knative tells the container in `PORT`. */
  readonly httpGet: {readonly path: string; readonly port: 0};
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}
