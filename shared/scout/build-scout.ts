import type {Pod} from 'kubernetes-types/core/v1';
import type {NamedImage} from '../config/index.ts';
import {buildOwnerReference, buildPodMetadata, buildPodSpec, type DaemonSetInputs} from '../daemonset/index.ts';
import {hashJson, hashText} from '../hash/index.ts';
import {noteHolds} from '../holds/index.ts';
import type {Requests} from '../lanes/index.ts';
import {
  managedByLabel,
  objectNameLength,
  partOfLabel,
  scoutErrandAnnotation,
  scoutLabel,
  scoutRequestAnnotation,
  scoutSentAnnotation,
  shortenName,
} from '../names/index.ts';

/** In seconds: Kubernetes ends a scout that pulls for longer. Images of 30 GB take longer than ten minutes. */
const deadline = 6 * 3600;

/** What a scout is built from: what main's pods are, where it asks, and of which nodes it asks for all. */
export interface ScoutInputs extends Pick<DaemonSetInputs, 'puller' | 'config' | 'lane' | 'platform'> {
  readonly node: string;
  /** Of the nodes that the answer is for: architecture and container runtime. */
  readonly group: string;
  readonly images: readonly NamedImage[];
  /** What it asks of the node. */
  readonly requests: Requests;
  /** As `hashErrand` tells it. */
  readonly errand: string;
  /** The request that it is sent for, as it was written; none where the interval has passed. */
  readonly request: string | undefined;
  readonly now: Date;
}

/**
 * Tells the errand of one refresh from that of another: a scout that was left behind (a function died before it deleted
 * it, or the list was edited meanwhile) has an answer from then.
 *
 * @param notes of when it was asked last, each undefined where there is none
 * @param images that are asked for
 */
export const hashErrand = (notes: readonly (string | undefined)[], images: readonly NamedImage[]): string =>
  hashJson([notes.map(note => note ?? ''), images.map(({image}) => image)], 16);

/** The labels that a puller's scouts are listed by; no DaemonSet selects them. */
export const buildScoutLabels = (configMapName: string): Readonly<Record<string, string>> => ({
  [scoutLabel]: hashText(configMapName, 16),
});

/**
 * One pod on one node that holds the images: the kubelet asks the registry for each tag, with its own credentials, mirrors
 * and proxies, and the status of the containers says which digest each has now. Its name is the group's and the errand's,
 * so that there is one at a time.
 */
export function buildScout(inputs: ScoutInputs): Pod {
  const {puller, config, lane, platform, node, group, images, errand, request, requests, now} = inputs;
  const end = `-probe-${hashText(`${group} ${errand}`, 8)}`;
  const spec = buildPodSpec(config, {...lane, images, requests}, platform, 'images');
  const {labels, annotations} = buildPodMetadata(config);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${shortenName(lane.name, objectNameLength - end.length)}${end}`,
      namespace: puller.namespace,
      labels: {
        ...labels,
        'app.kubernetes.io/component': 'image-probe',
        [partOfLabel.key]: partOfLabel.value,
        [managedByLabel.key]: managedByLabel.value,
        ...buildScoutLabels(puller.name),
      },
      annotations: {
        ...annotations,
        [scoutErrandAnnotation]: errand,
        [scoutSentAnnotation]: now.toISOString(),
        ...(request !== undefined && {[scoutRequestAnnotation]: request}),
        ...noteHolds(spec.containers),
      },
      ownerReferences: [buildOwnerReference(puller)],
    },
    spec: {
      ...spec,
      // It asks for what a node has in any case: the scheduler would have nothing to choose.
      nodeName: node,
      // Only the tags of the list are asked for.
      initContainers: (spec.initContainers ?? []).map(init => ({...init, imagePullPolicy: 'IfNotPresent'})),
      restartPolicy: 'Never',
      activeDeadlineSeconds: deadline,
    },
  };
}
