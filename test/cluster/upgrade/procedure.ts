/**
 * From an installed Go puller to the functions, as commands for a shell whose kubectl has the Go puller's namespace
 * (`kubectl config set-context --current --namespace k8s-image-puller`). Names are those of its chart and its templates.
 * The order is what matters: it is that of the keys.
 */
export const upgrade = {
  /** From here on it can neither refresh nor, at its end, delete: whatever it asks is refused. */
  takeRights: 'kubectl delete rolebinding create-daemonset',
  /** A refresh may have been under way. Then the DaemonSet goes, and is made anew once the ConfigMap has its label. */
  untilAtRest: `until gone=$(kubectl get daemonset kubernetes-image-puller --ignore-not-found -o jsonpath='{.metadata.deletionTimestamp}') && [ -z "$gone" ]; do sleep 1; done`,
  /** Now the functions, which are installed by then, adopt the DaemonSet. */
  label: 'kubectl label configmap k8s-image-puller kubernetes-image-puller/config=true',
  /** Until then it is the Deployment's, and would go with it. */
  untilAdopted: `kubectl wait daemonset/kubernetes-image-puller --for=jsonpath='{.metadata.ownerReferences[0].kind}'=ConfigMap --timeout=15m`,
  untilRolled: 'kubectl rollout status daemonset/kubernetes-image-puller --timeout=1h',
  deleteDeployment: 'kubectl delete deployment kubernetes-image-puller',
  cleanUp: 'kubectl delete role/create-daemonset serviceaccount/k8s-image-puller',
  /** As one likes: without `KIP_IMAGE` it is the project's own sleep image, which takes less memory. */
  takeSleepImage: `kubectl patch configmap k8s-image-puller --type=merge -p '{"data":{"KIP_IMAGE":null}}'`,
} as const;

/** Back to the Go puller, up to where it is installed again. At its start it deletes and creates, as it always does. */
export const wayBack = {
  /** The functions let go of the DaemonSet: it stays as it is, and they write it no more. */
  unlabel: 'kubectl label configmap k8s-image-puller kubernetes-image-puller/config-',
  /** Until then they would make anew what the Go puller deletes. */
  untilReleased: `until owners=$(kubectl get daemonset kubernetes-image-puller -o jsonpath='{.metadata.ownerReferences}') && [ -z "$owners" ]; do sleep 1; done`,
} as const;

/**
 * To a DaemonSet with the selector of this version, where an earlier one or a Go puller made it: without a moment in which an
 * image is not held. It takes another name, and then its own again, which is as one likes.
 */
export const takeSelector = {
  rename: `kubectl patch configmap k8s-image-puller --type=merge -p '{"data":{"DAEMONSET_NAME":"kubernetes-image-puller-2"}}'`,
  /** The old one goes when the new one holds all images on every node. */
  untilRenamed: 'kubectl wait daemonset/kubernetes-image-puller --for=delete --timeout=1h',
  nameBack: `kubectl patch configmap k8s-image-puller --type=merge -p '{"data":{"DAEMONSET_NAME":"kubernetes-image-puller"}}'`,
  untilBack: 'kubectl wait daemonset/kubernetes-image-puller-2 --for=delete --timeout=1h',
} as const;

/** The DaemonSets that have another selector than one of this version. */
export const listOldSelectors =
  "kubectl get daemonsets -l 'app.kubernetes.io/managed-by=kubernetes-image-puller,!kubernetes-image-puller/daemonset' -o name";
