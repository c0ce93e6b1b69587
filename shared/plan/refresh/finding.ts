import type {Pod} from 'kubernetes-types/core/v1';
import type {NodesView} from '../../health/index.ts';
import type {Live} from '../../live/index.ts';
import {annotations} from '../../names/index.ts';
import {explainThrownOut, type Refusal} from '../../refusal/index.ts';
import {
  decideMoved,
  findOutages,
  groupNodes,
  listTags,
  type MovedDecision,
  type NodeGroup,
  type Outage,
  parseKnown,
} from '../../scout/index.ts';
import type {Scout} from '../scouts.ts';
import type {PlannedView} from '../views.ts';

/** What the scouts have found. */
export interface ScoutFinding extends MovedDecision {
  /** By image reference: why a node could not have it any more. */
  readonly failures: ReadonlyMap<string, string>;
  /** Registries that gave nothing. */
  readonly outages: readonly Outage[];
  /** No scout had an answer. */
  readonly isMiss: boolean;
  /** The request that they were sent for, as it was written. */
  readonly request: string | undefined;
  /** Nor could one have: each was refused by its node. */
  readonly refusal: Refusal | undefined;
}

/** Compares what the scouts were answered with what the nodes of their groups hold. */
export function assessScouts(
  scouts: readonly Scout[],
  {plan, byNode, daemonSet}: PlannedView,
  nodes: NodesView | undefined,
): ScoutFinding {
  const tags = listTags(plan.lane.images);
  const groups = groupNodes(tags, byNode, nodes);
  const findGroup = ({spec}: Live<Pod>): NodeGroup | undefined =>
    groups.find(({name}) => name === (nodes?.groups.get(spec?.nodeName ?? '') ?? ''));
  const known = parseKnown(daemonSet.metadata.annotations?.[annotations.digests]);
  const answers = scouts.map(({pod, ...answers}) => ({answers, held: findGroup(pod)?.held ?? new Map()}));
  const isMiss = scouts.every(({digests, failures}) => digests.size + failures.size === 0);
  const [reason] = scouts.flatMap(({thrownOut}) => thrownOut ?? []);
  return {
    ...decideMoved(tags, known, answers),
    failures: new Map(scouts.flatMap(({failures}) => [...failures])),
    outages: findOutages(tags, scouts),
    request: scouts.find(({request}) => request !== undefined)?.request,
    isMiss,
    refusal:
      isMiss && reason !== undefined && scouts.every(scout => scout.thrownOut !== undefined)
        ? explainThrownOut(reason)
        : undefined,
  };
}
