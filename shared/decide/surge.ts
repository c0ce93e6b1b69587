import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Evicts, Surge} from '../daemonset/index.ts';
import type {StuckNodes} from '../health/index.ts';
import {resolveLimit} from './limit.ts';

/** What the surge of a rollout is decided by. */
export interface SurgeFacts {
  readonly evicts: Evicts;
  /** The lane's share of `ROLLOUT_MAX_NODES`. */
  readonly limit: number | string;
  /** In sync with the configuration. */
  readonly daemonSet: DaemonSet;
  /** The hash of its template. */
  readonly template: string;
  /** Nodes whose old pod stays because its successor has no room beside it, or fails. */
  readonly stuck: Pick<StuckNodes, 'withoutRoom' | 'down' | 'all'>;
  /** Nodes whose successor a quota keeps out, for as long as the old pod is there. */
  readonly refused: number;
  /** The API server takes pods of this template, as far as was tried. */
  readonly isAdmitted: boolean;
  /** What was decided for this or another template before. */
  readonly noted: Surge | undefined;
}

/**
 * Decides how a rollout goes on that meets nodes without room for a second pod, or where that fails and pulls no more.
 * Such a node takes a place among those that may surge, for ever (one whose pod a quota keeps out does not). So the limit grows by as
 * many, in steps of half a wave, that writes do not grow with nodes; and when only nodes without room are left, this template goes
 * on without a surge: the old pod goes, and the new one has its room.
 *
 * A node on which an image of the new template fails is left too, so that a bad image never costs a good one its holder.
 *
 * @returns what is to be noted; undefined where all stays as it is
 */
export function decideSurge(facts: SurgeFacts): Surge | undefined {
  const rollout = viewRollout(facts);
  const next = rules.map(rule => rule(rollout)).find(answer => answer !== undefined);
  return typeof next === 'number' ? {template: facts.template, nodes: next} : undefined;
}

/** How far a rollout has come. */
interface Rollout extends Pick<SurgeFacts, 'evicts' | 'isAdmitted' | 'stuck'> {
  /** The controller has not seen the spec yet: the status is of another one. */
  readonly isStale: boolean;
  /** Nodes that are wanted, and those of them that are yet to be updated. */
  readonly wanted: number;
  readonly left: number;
  /** The lane's share in nodes, and what the limit is now. */
  readonly share: number;
  readonly limit: number;
  /** Places that nodes which do not get on leave. */
  readonly free: number;
  readonly withoutRoom: number;
}

function viewRollout({evicts, isAdmitted, limit, daemonSet, template, stuck, refused, noted}: SurgeFacts): Rollout {
  const {
    desiredNumberScheduled: wanted = 0,
    updatedNumberScheduled: updated = 0,
    observedGeneration,
  } = {
    ...daemonSet.status,
  };
  const share = resolveLimit(limit, wanted);
  const present = noted?.template === template ? noted.nodes : share;
  return {
    evicts,
    isAdmitted,
    stuck,
    isStale: observedGeneration !== daemonSet.metadata?.generation,
    wanted,
    left: wanted - updated,
    share,
    limit: present,
    free: present - stuck.all,
    withoutRoom: stuck.withoutRoom + refused,
  };
}

/** The number of nodes that is to be noted, `stay`, or undefined where a rule has nothing to say. */
type Rule = (rollout: Rollout) => number | 'stay' | undefined;

/** Nothing is known yet, or it goes on without a surge already. */
const waits: Rule = ({isStale, limit}) => (isStale || limit === 0 ? 'stay' : undefined);

/** With a priority class that evicts, or may, there is no surge at all, and the first node is alone until its pod is admitted. */
const evicting: Rule = ({evicts, isAdmitted}) => (evicts === 'no' ? undefined : isAdmitted ? 0 : 'stay');

/** Only nodes without room are left. One that is down is not waited for: on a large fleet there is nearly always one. */
const onlyFullLeft: Rule = ({withoutRoom, stuck, left}) =>
  withoutRoom > 0 && withoutRoom + stuck.down >= left ? 0 : undefined;

/** They get on after all, or the lane's share is less than it was: the limit shrinks again. */
const tooWide: Rule = ({free, share, left, stuck}) => (free > share && left > 0 ? share + stuck.all : undefined);

const tooNarrow: Rule = ({free, share, limit, wanted, stuck}) =>
  free < share / 2 && limit < wanted ? share + stuck.all : undefined;

/** The first that has something to say counts. */
const rules: readonly Rule[] = [waits, evicting, onlyFullLeft, tooWide, tooNarrow];
