import type {OwnerReference} from 'kubernetes-types/meta/v1';

/** A puller is its ConfigMap. */
export interface Puller {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * Makes Kubernetes collect the DaemonSet with its ConfigMap. No `blockOwnerDeletion`: it would ask for a right on the
 * ConfigMap's finalizers, and a ConfigMap's deletion waits for nobody.
 */
export const buildOwnerReference = ({name, uid}: Puller): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  uid,
  controller: true,
});
