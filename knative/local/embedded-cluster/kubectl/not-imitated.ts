import {notImitated, type StatusError} from '../store/index.ts';

/** What users try that nothing stands behind here: by the path that kubectl asks for, and what there is instead. */
const rows: readonly (readonly [path: RegExp, words: string])[] = [
  [
    /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/log$/,
    'its containers write no logs; see kubectl describe pod, and kubectl get events',
  ],
  [
    /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(exec|attach|portforward|proxy|ephemeralcontainers|resize)$/,
    'its containers are no processes, so that nothing can be run or reached in them; see kubectl describe pod',
  ],
  [
    /^\/apis\/(authorization|authentication)\.k8s\.io\//,
    'nobody is asked who they are, and everything is allowed; what the image puller may do is in knative/manifests/20-roles.yaml',
  ],
  [
    /^\/apis\/apps\/v1\/namespaces\/[^/]+\/daemonsets\/[^/]+\/scale$/,
    'a DaemonSet can not be scaled, here or anywhere, since it has a pod on each node; choose nodes by NODE_SELECTOR in the ConfigMap',
  ],
  [
    /^\/apis\/apps\/v1\/namespaces\/[^/]+\/controllerrevisions(\/|$)/,
    'it keeps no history of a DaemonSet; an edit of the ConfigMap is undone by another edit',
  ],
  [
    /^\/apis\/apps\/v1\/namespaces\/[^/]+\/(deployments|replicasets|statefulsets)(\/|$)/,
    'of the workloads it has DaemonSets and Pods alone; see kubectl api-resources',
  ],
];

/** The refusal of a path that is served by a real cluster and by this one not, with what there is instead. */
export function findNotImitated(path: string): StatusError | undefined {
  const words = rows.find(([pattern]) => pattern.test(path))?.[1];
  return words === undefined ? undefined : notImitated(words);
}
