import {readRetry} from '@image-puller/shared/decide';
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
  type ProbeInputs,
  parseKnown,
} from '@image-puller/shared/probe';
import {explainRefusal, explainThrownOut, isByAdmission, type Refusal} from '@image-puller/shared/refusal';
import type {Pod} from 'kubernetes-types/core/v1';
import {ApiError, type Cluster} from '../cluster/index.ts';
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

/**
 * Sends a probe to a node of each group of nodes that hold images; answers to how many, and why one was refused. Of nodes
 * that serve as well, another one is asked each time that the refresh was put off.
 */
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
  const groups = groupNodes(images, main.byNode, nodes, readRetry(main.daemonSet)?.count);
  const question = readQuestion(main.plan);
  const platform = {openShift: await cluster.isOpenShift()};
  let sent = 0;
  let refusal: Refusal | undefined;
  for (const {name: group, node} of groups) {
    const owner = identify(configMap, cluster.namespace);
    const asked = {node, group, images, question, request, now: now()};
    const inputs = {puller: owner, config, lane, platform, ...asked};
    let refused = await sendProbe({...inputs, requests: 'little'}, cluster);
    // A LimitRange may want more: what main's pods ask for was let in.
    if (refused?.cause.isRoom === false) refused = await sendProbe({...inputs, requests: 'configured'}, cluster);
    if (refused === undefined) sent++;
    refusal = refused ?? refusal;
  }
  return {sent, refusal};
}

/** Answers why it was refused; undefined where it is out. */
async function sendProbe(inputs: ProbeInputs, cluster: Cluster): Promise<Refusal | undefined> {
  try {
    await cluster.createPod(buildProbe(inputs));
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Another refresh was faster.
    if (error.failure === 'conflict') return undefined;
    if (error.failure !== 'rejected' && !isByAdmission(error.message)) throw error;
    return explainRefusal(error.message);
  }
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
  /** Nor could one have: each was refused by its node. */
  readonly refusal: Refusal | undefined;
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
  const isMiss = probes.every(({digests, failures}) => digests.size + failures.size === 0);
  const [reason] = probes.flatMap(({thrownOut}) => thrownOut ?? []);
  return {
    ...decideProbe(tags, known, answers),
    failures: new Map(probes.flatMap(({failures}) => [...failures])),
    outages: findOutages(tags, probes),
    request: probes.find(({request}) => request !== undefined)?.request,
    isMiss,
    refusal:
      isMiss && reason !== undefined && probes.every(probe => probe.thrownOut !== undefined)
        ? explainThrownOut(reason)
        : undefined,
  };
}
