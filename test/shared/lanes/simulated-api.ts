import type {Answers, Subjects, What} from '@image-puller/shared/ask';
import type {NamedImage} from '@image-puller/shared/config';
import type {NodesView} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {configMapLabel} from '@image-puller/shared/names';
import {nothingFreed} from '@image-puller/shared/refusal';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {puller} from '../samples.ts';
import {type SimulatedNode, type SimulatedPod, viewPod} from './simulated.ts';
import {nextGeneration} from './simulated-lanes.ts';

/** What the author of a puller writes. */
export interface Edited {
  readonly images: readonly NamedImage[];
  readonly cachingIntervalHours: number;
  readonly daemonSetName: string;
  readonly rolloutMaxNodes: number;
}

/** What is there to be read. */
export interface There {
  readonly config: Edited;
  /** Counts edits. */
  readonly version: number;
  readonly daemonSets: readonly Live<DaemonSet>[];
  readonly pods: readonly SimulatedPod[];
  readonly nodes: readonly SimulatedNode[];
}

/** How a simulated API server answers each question. */
type SimulatedApi = {readonly [W in What]: (about: Subjects[W]) => Answers[W]};

export const buildApi = ({config, version, daemonSets, pods, nodes}: There): SimulatedApi => ({
  daemonSets: () => daemonSets,
  daemonSet: ({name}) => daemonSets.find(({metadata}) => metadata.name === name),
  declaration: () => declare(config, version),
  nodes: () => viewNodes(nodes),
  platform: () => ({openShift: false}),
  priorityClass: () => 'absent',
  ownerLives: () => false,
  installationLives: () => false,
  spec: ({desired, observed}) => ({from: 'dry run', generation: nextGeneration(observed, desired)}),
  pods: ({metadata}) => pods.filter(({lane}) => lane === metadata.name).map(viewPod),
  freed: () => nothingFreed,
  failedCreates: () => [],
  podWarnings: () => [],
  scouts: () => [],
});

const declare = (
  {images, cachingIntervalHours, daemonSetName, rolloutMaxNodes}: Edited,
  version: number,
): Live<ConfigMap> => ({
  metadata: {
    name: puller.name,
    namespace: puller.namespace,
    uid: puller.uid,
    resourceVersion: String(version),
    labels: {[configMapLabel.key]: configMapLabel.value},
  },
  data: {
    IMAGES: images.map(({name, image}) => `${name}=${image}`).join(';'),
    DAEMONSET_NAME: daemonSetName,
    CACHING_INTERVAL_HOURS: String(cachingIntervalHours),
    ROLLOUT_MAX_NODES: String(rolloutMaxNodes),
    REFRESH_POLICY: 'never',
  },
});

const viewNodes = (nodes: readonly SimulatedNode[]): NodesView => ({
  all: new Set(nodes.map(({name}) => name)),
  ready: new Set(nodes.filter(({isReady}) => isReady).map(({name}) => name)),
  groups: new Map(nodes.map(({name, architecture}) => [name, `${architecture} containerd`])),
  facts: [],
});
