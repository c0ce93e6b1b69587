/** Labels, annotations and names, in one place. Ours begin with `kubernetes-image-puller/`; users can't set those. */

import {ownPrefix} from './reserved.ts';

export {labelValueLength, objectNameLength} from '../formats/index.ts';
export {explainReservedAnnotation, explainReservedPodLabel, ownPrefix} from './reserved.ts';
export {mayBegin, shortenName} from './shorten.ts';

/** The label that makes a ConfigMap the configuration of a puller. */
export const configMapLabel = {key: `${ownPrefix}config`, value: 'true'} as const;

/** The label that every DaemonSet of ours carries; what lacks it is never changed or deleted, save by adoption. */
export const managedByLabel = {key: 'app.kubernetes.io/managed-by', value: 'kubernetes-image-puller'} as const;

/** The label that a DaemonSet of ours selects its pods by: whose they are (see `buildSelector`). */
export const daemonSetLabel = `${ownPrefix}daemonset`;

/** The part-of label of everything an installation is made of. */
export const partOfLabel = {key: 'app.kubernetes.io/part-of', value: 'kubernetes-image-puller'} as const;

/** The name of the Broker that an installation's events go through, on Knative. One namespace has one. */
export const brokerName = 'image-puller';

/** The DaemonSet's own annotations. Each has one writer, named here. They are on its metadata: none of them rolls pods. */
export const annotations = {
  /** apply: the id of the installation that writes this puller (see `Installation`). */
  installation: `${ownPrefix}installation`,
  /** apply: the version of that installation. */
  version: `${ownPrefix}version`,
  /** apply: `<uid>-<generation>-<hash>`, the spec last written and the generation it got; spares the dry run. */
  spec: `${ownPrefix}spec`,
  /** apply: RFC 3339 time of the last write that changed the spec: a rollout that nothing moves is given up by it. */
  specWrittenAt: `${ownPrefix}spec-written-at`,
  /** apply: JSON array of the keys of `DAEMONSET_ANNOTATIONS` that we set, so that one that leaves it goes. */
  annotationKeys: `${ownPrefix}annotation-keys`,
  /** apply: JSON, the keys of labels and annotations of the pod template that come and go (see `PodMetadata`). */
  podKeys: `${ownPrefix}pod-keys`,
  /** apply: RFC 3339 time at which a Go puller's DaemonSet was adopted. */
  adoptedAt: `${ownPrefix}adopted-at`,
  /** refresh: RFC 3339 time of the last refresh. */
  lastRefresh: `${ownPrefix}last-refresh`,
  /** refresh: what the template's `refresh` annotation is to be; another value rolls the pods. */
  refreshToken: `${ownPrefix}refresh-token`,
  /** refresh: JSON, for which digests of each image the pods were rolled. */
  digests: `${ownPrefix}digests`,
  /** refresh: `<count> <RFC 3339 time>`, how often a registry gave nothing or could not be asked, and when it is asked again (see `Retry`). */
  refreshRetry: `${ownPrefix}refresh-retry`,
  /** check: RFC 3339 time of the latest refresh that was asked for; on the declaration its author writes it. */
  refreshRequested: `${ownPrefix}refresh-requested`,
  /** refresh: `<RFC 3339 time> <RFC 3339 time>`, which of these was answered last, and when. */
  refreshAnswered: `${ownPrefix}refresh-answered`,
  /** refresh: how many scouts in a row had no answer. */
  scoutMisses: `${ownPrefix}probe-misses`,
  /** check: `<template hash> <nodes>`, how far this template's rollout may surge, where nodes have no room for it. */
  surge: `${ownPrefix}surge`,
  /** check: JSON, where each image that fails is held, and since when (see `IsolationNote`). On main's DaemonSet. */
  lanes: `${ownPrefix}lanes`,
  /** check: RFC 3339 time since when pods do not start on some node; absent while they do. On main's DaemonSet. */
  notStarting: `${ownPrefix}not-starting`,
  /** check: JSON, the state of each image and since when. On main's DaemonSet. */
  images: `${ownPrefix}images`,
} as const;

/** The pod template's annotation that a refresh changes. */
export const templateRefreshAnnotation = `${ownPrefix}refresh`;

/** The pod template's annotation that says that its pods hold nothing yet (see `Start`). */
export const templateStartAnnotation = `${ownPrefix}start`;

/** The pod template's annotation that says which image each container is for (see `noteHolds`). */
export const templateHoldsAnnotation = `${ownPrefix}holds`;

/** The init container that puts the sleeper into every pod; the name is the Go puller's, and so reserved. */
export const initContainerName = 'copy-sleep';

/** The label of scouts: whose they are. */
export const scoutLabel = `${ownPrefix}probe`;

/** An annotation of scouts: on which errand each was sent (see `hashErrand`). */
export const scoutErrandAnnotation = `${ownPrefix}question`;

/** An annotation of scouts: RFC 3339 time at which it was sent, by the clock of who reads it. */
export const scoutSentAnnotation = `${ownPrefix}sent-at`;

/** An annotation of scouts: which request it was sent for, if any (see `RefreshRequest`). */
export const scoutRequestAnnotation = `${ownPrefix}request`;

/** The container of pods that hold nothing yet. */
export const placeholderName = 'no-image-yet';

/** The selector and pod labels of every DaemonSet the Go puller made. */
export const goPullerSelector = {'app.kubernetes.io/name': 'image-puller', test: 'daemonset-test'} as const;
