/**
 * The `type` attributes of the CloudEvents that come in and go out.
 *
 * Events are doorbells: a handler believes of one only which object rang, reads that object's state and converges. So
 * an event may be lost, doubled, reordered or forged, and the result is the same.
 */
export const eventTypes = {
  /** An object appeared: Knative's ApiServerSource, mode Reference. Adding the label a selector asks for is an add too. */
  objectAdded: 'dev.knative.apiserver.ref.add',
  /** An object changed. A DaemonSet rings at every change of its status as well. */
  objectUpdated: 'dev.knative.apiserver.ref.update',
  /** An object went, or lost the label the source selects by: then it still exists. */
  objectDeleted: 'dev.knative.apiserver.ref.delete',
  /** The cron tick: Knative's PingSource. */
  tick: 'dev.knative.sources.ping',
  /** check -> apply: a DaemonSet is absent or is not what its ConfigMap says. */
  daemonSetDrifted: 'kubernetes-image-puller.daemonset.drifted',
  /** apply, refresh, check -> check: a rollout is under way and wants watching. */
  phaseOpen: 'kubernetes-image-puller.phase.open',
  /** check -> refresh: `CACHING_INTERVAL_HOURS` have passed. */
  refreshDue: 'kubernetes-image-puller.refresh.due',
  /** check -> apply: an image that fails goes apart, or comes back. */
  imageIsolate: 'kubernetes-image-puller.image.isolate',
  /** refresh -> apply: the nodes should ask for the images again. */
  imageMoved: 'kubernetes-image-puller.image.moved',
  /** check -> remove: a DaemonSet of ours is left whose ConfigMap is gone or no longer labelled. */
  pullerGone: 'kubernetes-image-puller.puller.gone',
  /** check -> others: an image that was not failing fails on some node. */
  imageFailed: 'kubernetes-image-puller.image.failed',
  /** check -> others: an image is now held on every eligible node. */
  imageCached: 'kubernetes-image-puller.image.cached',
  /** check -> others: on some node the pods of a puller do not get as far as their images. */
  podsFailed: 'kubernetes-image-puller.pods.failed',
  /** check -> others: the pods start on every eligible node again. */
  podsRecovered: 'kubernetes-image-puller.pods.recovered',
  /** check -> others: an image that failed is held on every eligible node again. */
  imageRecovered: 'kubernetes-image-puller.image.recovered',
} as const;

/** One of {@link eventTypes}. */
export type EventType = (typeof eventTypes)[keyof typeof eventTypes];
