/** What an Event of one reason says, and what a reader of it does. Both are cells of the table in docs/operations.md, in Markdown. */
interface Declaration {
  /** A Warning wants somebody to do something. */
  readonly type: 'Normal' | 'Warning';
  readonly happened: string;
  /** Empty where there is nothing to do. */
  readonly remedy: string;
}

/**
 * Every reason for which an Event is written on a ConfigMap, in the order of the docs. After a change:
 * `npm run docs -w test`.
 */
export const reasons = {
  Applied: {
    type: 'Normal',
    happened: 'the DaemonSet was created or changed',
    remedy: '',
  },
  ConfigurationAccepted: {
    type: 'Normal',
    happened: 'this edit of the ConfigMap is in force, also if nothing of the DaemonSet had to change',
    remedy: '',
  },
  Adopted: {
    type: 'Normal',
    happened:
      'a DaemonSet that the Go puller made, that was released, or that [another ConfigMap had](#when-a-configmap-takes-the-place-of-another), belongs to this puller now, with its pods',
    remedy: '',
  },
  Released: {
    type: 'Normal',
    happened: 'the ConfigMap lost its label. Its DaemonSet stays as it is, and no puller changes it',
    remedy: 'put the label back, or delete the DaemonSet',
  },
  GoPullerRuns: {
    type: 'Warning',
    happened:
      'the Go puller still runs: it made its DaemonSet again after the ConfigMap got its label, and will delete it at its next interval. Or something deletes our DaemonSet in the foreground: the Go puller does that, and so does `kubectl delete --cascade=foreground`',
    remedy: '`kubectl delete rolebinding create-daemonset`, then delete its Deployment. The DaemonSet stays',
  },
  NotPublished: {
    type: 'Warning',
    happened:
      'a CloudEvent did not get out: there is no Broker, or it does not take events. What it would have woken runs at the next tick; your own Triggers miss it',
    remedy:
      'what the message says; `kubectl get broker image-puller`. On an in-memory channel without the annotation `messaging.knative.dev/async-handler`, a subscriber of yours that fails is a cause too',
  },
  LabelIgnored: {
    type: 'Warning',
    happened:
      'the label `kubernetes-image-puller/config` is not exactly `"true"`, so the ConfigMap makes no puller. Reported at the next check',
    remedy: 'the command in the message, or remove the label; `false`, `no`, `off`, `0` are not reported',
  },
  ConfigurationRejected: {
    type: 'Warning',
    happened: 'nothing of the configuration is applied. What runs stays as it is',
    remedy: 'fix what the message names; each problem has an Event of its own',
  },
  ConfigurationWarning: {
    type: 'Warning',
    happened: 'a part is left out, the rest is applied',
    remedy: 'fix what the message names',
  },
  DaemonSetRefused: {
    type: 'Warning',
    happened: 'a DaemonSet of that name belongs to something else, and is left alone',
    remedy:
      'choose another `DAEMONSET_NAME`; or delete the other ConfigMap, and it passes to this one; or remove one of two installations',
  },
  DaemonSetRejected: {
    type: 'Warning',
    happened: 'the API server, a quota or a webhook refused the DaemonSet. What runs stays as it is',
    remedy: 'fix what the message names',
  },
  RefreshRequested: {
    type: 'Normal',
    happened: 'somebody [asked for a refresh](#refresh-now)',
    remedy: '',
  },
  RefreshWaiting: {
    type: 'Normal',
    happened: 'a refresh that was asked for waits for the end of a rollout, or for a minute to pass',
    remedy: 'nothing: it follows by itself',
  },
  RefreshDone: {
    type: 'Normal',
    happened: 'what a refresh found that was asked for: which tags have moved, or that none has',
    remedy: '',
  },
  RefreshStarted: {
    type: 'Normal',
    happened:
      'a tag has moved; or the interval has passed and `REFRESH_POLICY` is `always`; or no scout had an answer for three intervals. The pods are replaced in waves, and each node asks the registry again',
    remedy: '',
  },
  NoRoomForSurge: {
    type: 'Warning',
    happened:
      'the nodes that a rollout has not reached yet have no room for a second pod. There the old pod ends before the new one is Ready. The message says what is missing',
    remedy: 'nothing. For no gap, leave [room for one more pod](#no-room-for-a-second-pod) of the puller on each node',
  },
  PodsRefused: {
    type: 'Warning',
    happened:
      "the API server refuses the pods of a DaemonSet, or a scout. The message says what refuses them, in the API server's words",
    remedy: 'as the message says; [what happens until then](#no-room-for-a-second-pod)',
  },
  PodsNotStarting: {
    type: 'Warning',
    happened:
      'on some nodes the pods do not get as far as their images: they find no place, or their init container fails. The message has the number of nodes, the names of the first, and the most frequent reason',
    remedy: 'as the message says',
  },
  PodsStarted: {
    type: 'Normal',
    happened: 'that is over: the pods start on every node again',
    remedy: '',
  },
  PodsBlocked: {
    type: 'Warning',
    happened:
      "all images of a pod run, but a container that is not the puller's (a mesh's sidecar) keeps the pod from being Ready",
    remedy: 'fix that container, or [keep it out of the pods](troubleshooting.md#a-sidecar-in-the-pods-service-mesh)',
  },
  ImagesRewritten: {
    type: 'Normal',
    happened: 'admission writes other image names into the pods than `IMAGES` has, such as those of a mirror',
    remedy: 'nothing, if you want it so',
  },
  ImageFailing: {
    type: 'Warning',
    happened: "nodes can't pull or start the image. The message has the most frequent reason, with its cause first",
    remedy: 'fix the name, the registry or the pull secret',
  },
  ImageRecovered: {
    type: 'Normal',
    happened:
      'an image that failed is held on every eligible node again. If its container had crashed, this comes ten minutes later',
    remedy: '',
  },
  ImageIsolated: {
    type: 'Warning',
    happened:
      'an image failed for two minutes. It is tried in [a DaemonSet of its own](#images-that-fail), and the others go on',
    remedy: 'fix the name, the registry or the pull secret. It comes back by itself',
  },
  ImageReturned: {
    type: 'Normal',
    happened: 'an isolated image is back in the main DaemonSet',
    remedy: '',
  },
  ImageNotIsolated: {
    type: 'Warning',
    happened: 'ten images are isolated already. This one stays, and rollouts of the others wait for it',
    remedy: 'fix it, or take it out of `IMAGES`',
  },
  ImageGone: {
    type: 'Warning',
    happened: 'a refresh asked for a tag, and the registry did not give it. What is held stays as it is',
    remedy:
      'check the registry (the message has its words) and the pull secret. Push the image again, or take it out of `IMAGES`',
  },
  RegistryFailing: {
    type: 'Warning',
    happened: 'most images of one registry fail together, or a refresh got none of its tags',
    remedy: 'check the registry, its credentials, and the network to it',
  },
} as const satisfies Readonly<Record<string, Declaration>>;

/** Why an Event was written. */
export type Reason = keyof typeof reasons;

/** The table of all reasons, in Markdown. */
export function describeReasons(): string {
  const rows = Object.entries(reasons).map(([reason, {type, happened, remedy}]) =>
    ['', `\`${reason}\``, type, happened, remedy, '']
      .join(' | ')
      .trim()
      .replace(/ {2}\|$/, ' |'),
  );
  return ['| reason | type | what happened | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
