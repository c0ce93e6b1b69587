import type {Pod} from 'kubernetes-types/core/v1';
import type {NodesView} from '../../health/index.ts';
import type {Live} from '../../live/index.ts';
import {annotations} from '../../names/index.ts';
import {
  decideProbe,
  findOutages,
  groupNodes,
  listTags,
  type NodeGroup,
  type Outage,
  type ProbeDecision,
  parseKnown,
} from '../../probe/index.ts';
import {explainThrownOut, type Refusal} from '../../refusal/index.ts';
import type {Probe} from '../probes.ts';
import type {PlannedView} from '../views.ts';

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
  {plan, byNode, daemonSet}: PlannedView,
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
