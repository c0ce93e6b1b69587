import type {NodesView} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {annotations, probeQuestionAnnotation} from '@image-puller/shared/names';
import {
  buildProbe,
  decideProbe,
  findOutages,
  groupNodes,
  hashQuestion,
  listTags,
  type NodeGroup,
  type Outage,
  type ProbeDecision,
  parseKnown,
} from '@image-puller/shared/probe';
import {explainRefusal, type Refusal} from '@image-puller/shared/refusal';
import type {Pod} from 'kubernetes-types/core/v1';
import {ApiError} from '../cluster/index.ts';
import {identify, type LanePlan, type PlannedLane, type PlannedPuller, type Probe} from '../observe/index.ts';
import type {Context} from '../step.ts';

/** The question of the refresh that is due. */
function readQuestion({lane, observed}: LanePlan): string {
  const {[annotations.lastRefresh]: last, [annotations.refreshRetry]: retry} = observed?.metadata.annotations ?? {};
  return hashQuestion([last, retry], listTags(lane.images));
}

/** Was it sent with the question of the refresh that is due? */
export const isOfNow = ({pod}: Probe, main: LanePlan): boolean =>
  pod.metadata.annotations?.[probeQuestionAnnotation] === readQuestion(main);

/** Sends a probe to a node of each group of nodes that hold images; answers to how many, and why one was refused. */
export async function sendProbes(
  puller: PlannedPuller,
  main: PlannedLane,
  nodes: NodesView | undefined,
  request: string | undefined,
  {cluster, now}: Context,
): Promise<{readonly sent: number; readonly refusal: Refusal | undefined}> {
  const {config, configMap} = puller;
  const {lane} = main.plan;
  const images = listTags(lane.images);
  const groups = groupNodes(images, main.byNode, nodes);
  const question = readQuestion(main.plan);
  const platform = {openShift: await cluster.isOpenShift()};
  let sent = 0;
  let refusal: Refusal | undefined;
  for (const {name: group, node} of groups) {
    const owner = identify(configMap, cluster.namespace);
    try {
      const asked = {node, group, images, question, request, now: now()};
      await cluster.createPod(buildProbe({puller: owner, config, lane, platform, ...asked}));
      sent++;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.failure === 'rejected') refusal = explainRefusal(error.message);
      // Another refresh was faster.
      else if (error.failure === 'conflict') sent++;
      else throw error;
    }
  }
  return {sent, refusal};
}

/** What the probes have found. */
export interface Finding extends ProbeDecision {
  /** By image reference: why a node could not have it any more. */
  readonly failures: ReadonlyMap<string, string>;
  /** Registries that gave nothing. */
  readonly outages: readonly Outage[];
  /** No probe had an answer. */
  readonly isMiss: boolean;
  /** The request that they were sent for, as it was written. */
  readonly request: string | undefined;
}

/** Compares what the probes were answered with what the nodes of their groups hold. */
export function assessProbes(
  probes: readonly Probe[],
  {plan, byNode, daemonSet}: PlannedLane,
  nodes: NodesView | undefined,
): Finding {
  const tags = listTags(plan.lane.images);
  const groups = groupNodes(tags, byNode, nodes);
  const findGroup = ({spec}: Live<Pod>): NodeGroup | undefined =>
    groups.find(({name}) => name === (nodes?.groups.get(spec?.nodeName ?? '') ?? ''));
  const known = parseKnown(daemonSet.metadata.annotations?.[annotations.digests]);
  const answers = probes.map(({pod, ...answers}) => ({answers, held: findGroup(pod)?.held ?? new Map()}));
  return {
    ...decideProbe(tags, known, answers),
    failures: new Map(probes.flatMap(({failures}) => [...failures])),
    outages: findOutages(tags, probes),
    request: probes.find(({request}) => request !== undefined)?.request,
    isMiss: probes.every(({digests, failures}) => digests.size + failures.size === 0),
  };
}
