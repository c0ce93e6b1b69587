import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {PodTemplateSpec} from 'kubernetes-types/core/v1';
import type {PullerConfig} from '../config/index.ts';
import {hashJson} from '../hash/index.ts';
import type {Lane} from '../lanes/index.ts';
import {annotations} from '../names/index.ts';
import type {Platform} from './containers.ts';
import {assessEviction, type Evicts} from './eviction.ts';
import {buildLabels, buildSelector, type Labels} from './labels.ts';
import {buildOwnerReference, type Puller} from './owner.ts';
import {buildPodMetadata, recordPodKeys} from './pod-metadata.ts';
import {buildPodTemplate, type Start} from './pod-template.ts';
import type {Surge} from './surge.ts';
import {buildUpdateStrategy} from './update-strategy.ts';

/** Who writes: shown on what it wrote, so that two installations do not fight over one puller. */
export interface Installation {
  /** `serviceaccount/<name>` for an installation in the cluster, which lives while that ServiceAccount does. */
  readonly id: string;
  readonly version: string;
}

/** All that a lane's DaemonSet depends on. Same inputs, same object. */
export interface DaemonSetInputs {
  readonly puller: Puller;
  readonly config: PullerConfig;
  readonly lane: Lane;
  readonly platform: Platform;
  readonly installation: Installation;
  /** The selector of the DaemonSet that is there, which can't be changed; none where it is yet to be made. */
  readonly selector?: Labels | undefined;
  /** What `refresh` noted on it: another value makes every node ask for its images again. */
  readonly refreshToken?: string | undefined;
  /** What `check` noted of nodes without room for a second pod; it counts for the template it names alone. */
  readonly surge?: Surge | undefined;
  /** Its rollout is paced by us (see `decidePace`); not unless given. */
  readonly isPaced?: boolean | undefined;
  /** Whether a pod more evicts others; what is known without reading the priority class unless given. */
  readonly evicts?: Evicts | undefined;
  /** What its pods begin with; `images` unless given. */
  readonly start?: Start | undefined;
  /** When a Go puller's DaemonSet became ours, as RFC 3339. */
  readonly adoptedAt?: string | undefined;
}

/** Tells one template of ours from another. */
export const hashTemplate = (template: PodTemplateSpec | undefined): string => hashJson(template ?? {}, 16);

/** The DaemonSet of one lane. Containers keep the order of `IMAGES`. */
export function buildDaemonSet(inputs: DaemonSetInputs): DaemonSet {
  const {puller, config, lane, platform, installation, refreshToken, start = 'images'} = inputs;
  const {evicts = assessEviction(config, undefined)} = inputs;
  const selector = inputs.selector ?? buildSelector(lane.name);
  const template = buildPodTemplate(config, lane, platform, selector, refreshToken, start);
  const surge =
    inputs.surge !== undefined && inputs.surge.template === hashTemplate(template) ? inputs.surge.nodes : undefined;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {
      name: lane.name,
      namespace: puller.namespace,
      labels: buildLabels(lane.name, selector),
      annotations: {
        ...config.daemonSetAnnotations,
        [annotations.installation]: installation.id,
        [annotations.version]: installation.version,
        [annotations.annotationKeys]: JSON.stringify(Object.keys(config.daemonSetAnnotations)),
        ...recordPodKeys(buildPodMetadata(config)),
        ...(inputs.adoptedAt !== undefined && {[annotations.adoptedAt]: inputs.adoptedAt}),
      },
      ownerReferences: [buildOwnerReference(puller)],
    },
    spec: {
      selector: {matchLabels: {...selector}},
      updateStrategy: buildUpdateStrategy(lane, evicts, surge, inputs.isPaced ?? false),
      template,
    },
  };
}
