import type {PullerConfig} from '../config/index.ts';
import {annotations} from '../names/index.ts';
import {parseRecord} from '../record/index.ts';

/** Labels and annotations of pods that come and go with the configuration. */
export interface PodMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * What asks service meshes to leave a pod alone. A holder talks to nobody, and a sidecar beside each would cost more than
 * it does. Istio reads the label, older versions of it the annotation of the same name; Linkerd reads an annotation.
 */
const meshes: PodMetadata = {
  labels: {'sidecar.istio.io/inject': 'false'},
  annotations: {'sidecar.istio.io/inject': 'false', 'linkerd.io/inject': 'disabled'},
};

/**
 * The labels and annotations of every pod of a puller, beside our own. What a user sets, as the one or as the other, takes
 * the place of our default in both: a label of ours would overrule an annotation of theirs.
 */
export function buildPodMetadata({podLabels, podAnnotations}: PullerConfig): PodMetadata {
  const isFree = (key: string) => !Object.hasOwn(podLabels, key) && !Object.hasOwn(podAnnotations, key);
  return {
    labels: {...filterKeys(meshes.labels, isFree), ...podLabels},
    annotations: {...filterKeys(meshes.annotations, isFree), ...podAnnotations},
  };
}

/** The keys of what is built, as an annotation of the DaemonSet: what leaves the configuration can leave the pods. */
export const recordPodKeys = ({labels, annotations: built}: PodMetadata): Readonly<Record<string, string>> => ({
  [annotations.podKeys]: JSON.stringify({labels: Object.keys(labels), annotations: Object.keys(built)}),
});

/** Those keys. The record is on an object that anyone may edit: what is none records nothing. */
export function parsePodKeys(text: string | undefined): Readonly<Record<keyof PodMetadata, ReadonlySet<unknown>>> {
  const {labels, annotations: set} = parseRecord(text, isList);
  return {labels: new Set(labels), annotations: new Set(set)};
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** The entries whose key is kept. */
export const filterKeys = (
  record: Readonly<Record<string, string>> | undefined,
  keep: (key: string) => boolean,
): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(record ?? {}).filter(([key]) => keep(key)));
