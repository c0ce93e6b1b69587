import {assessQosClass} from '../../resources/index.ts';
import type {Unstored} from '../../store/index.ts';
import type {StoredDaemonSet, StoredPod} from '../base/index.ts';
import {bindAffinity} from '../scheduling/index.ts';
import {buildTolerations} from './tolerations.ts';

/**
 * The pod of a DaemonSet for one node, as it comes out of the real API server: the controller's labels, owner,
 * tolerations and affinity, and what the server gives a pod but not a template. No service account token is mounted.
 */
export function buildPod(daemonSet: StoredDaemonSet, hash: string, nodeName: string): Unstored<StoredPod> {
  const {metadata, spec: templateSpec} = daemonSet.spec.template;
  const spec = templateSpec ?? {containers: []};
  const generation = daemonSet.metadata.annotations?.['deprecated.daemonset.template.generation'];
  const {namespace} = daemonSet.metadata;
  const serviceAccount = spec.serviceAccountName ?? 'default';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${daemonSet.metadata.name}-`,
      ...(namespace !== undefined && {namespace}),
      labels: {
        ...metadata?.labels,
        'controller-revision-hash': hash,
        ...(generation !== undefined && {'pod-template-generation': generation}),
      },
      ...(metadata?.annotations && {annotations: metadata.annotations}),
      ...(metadata?.finalizers && {finalizers: metadata.finalizers}),
      ownerReferences: [buildControllerReference(daemonSet)],
    },
    spec: {
      ...spec,
      affinity: bindAffinity(spec.affinity, nodeName),
      tolerations: buildTolerations(spec),
      serviceAccount,
      serviceAccountName: serviceAccount,
      enableServiceLinks: spec.enableServiceLinks ?? true,
      preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
      priority: spec.priority ?? 0,
    },
    status: {phase: 'Pending', qosClass: assessQosClass(spec)},
  };
}

/** Marks an object as this DaemonSet's. */
export function buildControllerReference({metadata}: StoredDaemonSet): {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
  blockOwnerDeletion: boolean;
} {
  const {name, uid} = metadata;
  return {apiVersion: 'apps/v1', kind: 'DaemonSet', name, uid, controller: true, blockOwnerDeletion: true};
}
