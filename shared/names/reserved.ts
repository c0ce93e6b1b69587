/** The prefix of every label and annotation of ours. */
export const ownPrefix = 'kubernetes-image-puller/';

/** Labels of pods that a user can't set, and what each is for. */
const reservedPodLabels: ReadonlyMap<string, string> = new Map([
  ['app.kubernetes.io/name', 'a DaemonSet of an earlier version selects its pods by it'],
  ['app.kubernetes.io/instance', 'a DaemonSet of an earlier version selects its pods by it'],
  // The Go puller's DaemonSets, which are adopted with their selector.
  ['test', 'a DaemonSet of the Go puller selects its pods by it'],
  ['app.kubernetes.io/component', 'it says what the pod is'],
  ['app.kubernetes.io/part-of', 'it says what the pod is'],
  ['app.kubernetes.io/managed-by', 'it says whose the pod is'],
  // CreatePodTemplate of pkg/controller/daemon/util in Kubernetes sets both on each pod.
  ['controller-revision-hash', 'Kubernetes tells revisions of a DaemonSet by it'],
  ['pod-template-generation', 'Kubernetes tells revisions of a DaemonSet by it'],
]);

/** Why a user can't set this annotation; undefined where they can. Capitals don't matter in its prefix. */
export const explainReservedAnnotation = (key: string): string | undefined =>
  key.toLowerCase().startsWith(ownPrefix) ? `what begins with ${ownPrefix} is set by the puller` : undefined;

/** Why a user can't set this label of a pod; undefined where they can. */
export const explainReservedPodLabel = (key: string): string | undefined =>
  reservedPodLabels.get(key) ?? explainReservedAnnotation(key);
