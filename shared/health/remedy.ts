/**
 * What the kubelet says of a container that may not run as root and that nobody gave a user, in verifyRunAsNonRoot
 * (pkg/kubelet/kuberuntime, v1.36); behind it is which pod, by which no two nodes would have the same reason.
 */
const noUser = /(\bcontainer has runAsNonRoot and image (?:will run as root|has non-numeric user))\b.*$/;

/**
 * A failure's words with what is to be done, where that is not plain from them.
 *
 * Our containers have a user on Kubernetes, and on OpenShift the one that its admission gives them. A security context
 * constraint such as anyuid, which comes first wherever a ServiceAccount may use it, gives none.
 *
 * @param constraint the one by which OpenShift let the pod in (annotation `openshift.io/scc`); undefined elsewhere
 */
export const addRemedy = (reason: string, constraint: string | undefined): string =>
  reason.replace(noUser, (_all, words: string) =>
    constraint === undefined
      ? `${words}: runAsUser was taken from the pod on its way to the node; see to the webhooks and policies for pods`
      : `${words}: the SCC ${constraint} gives the pod no user; take it from the ServiceAccount, or name another one in POD_SERVICE_ACCOUNT_NAME`,
  );
