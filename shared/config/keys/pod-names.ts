import type {Key} from '../key.ts';
import {parseOptionalName} from './parse-name.ts';

/** `PRIORITY_CLASS_NAME`: of the DaemonSet's pods. */
export const priorityClassName: Key<string | undefined> = {
  name: 'PRIORITY_CLASS_NAME',
  default: '',
  unset: 'none',
  parse: parseOptionalName,
  values: 'the name of a PriorityClass',
  example: 'system-node-critical',
  origin: 'new',
  doc: `The PriorityClass of the DaemonSet's pods. With one, a rollout ends the old pod before the new one starts, so that there is a short
time without a holder. A second pod with priority beside the old one could evict pods of users. This is not so for a class that evicts
nobody: its value is 0 or less, or its \`preemptionPolicy\` is \`Never\`. A name that Kubernetes does not allow rejects the configuration.`,
};

/** `POD_SERVICE_ACCOUNT_NAME`: what the pods are, to whoever asks. */
export const podServiceAccountName: Key<string | undefined> = {
  name: 'POD_SERVICE_ACCOUNT_NAME',
  default: '',
  unset: "none: the namespace's `default`",
  parse: parseOptionalName,
  values: 'the name of a ServiceAccount',
  example: 'image-holder',
  origin: 'new',
  doc: `The ServiceAccount of every pod of this puller. It is in the namespace of the DaemonSet. Use it if nodes log in to a registry as the
ServiceAccount of the pod (KEP-4412), if the ServiceAccount has \`imagePullSecrets\` (they count if \`IMAGE_PULL_SECRETS\` is empty), or if
policies go by it, as the SCC of OpenShift do. It needs no rights, and its token is not mounted. If it does not exist, the API server
refuses the pods, and an Event reports it. A name that Kubernetes does not allow rejects the configuration.`,
};

/** `POD_RUNTIME_CLASS_NAME`: the runtime that the images are pulled for. */
export const podRuntimeClassName: Key<string | undefined> = {
  name: 'POD_RUNTIME_CLASS_NAME',
  default: '',
  unset: "none: the node's own runtime",
  parse: parseOptionalName,
  values: 'the name of a RuntimeClass',
  example: 'kata',
  origin: 'new',
  doc: `The RuntimeClass of every pod of this puller. Some runtimes (Kata Containers, Nydus) keep images of their own: there, write the
class that your workloads have, or they pull again. If the RuntimeClass is for some nodes only (\`scheduling\`), select the same nodes with
\`NODE_SELECTOR\`. If it does not exist, the API server refuses the pods, and an Event reports it. A name that Kubernetes does not allow
rejects the configuration.`,
};
