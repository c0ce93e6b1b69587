import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodSpec,
} from 'kubernetes-types/core/v1';
import {matchesRequirements} from '../../selectors/index.ts';
import type {StoredNode} from '../base/index.ts';

/** Whether a node satisfies what a pod requires of it: `nodeSelector` and the required node affinity. */
export function matchesNodeAffinity(spec: Pick<PodSpec, 'nodeSelector' | 'affinity'>, node: StoredNode): boolean {
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return selected && (required === undefined || matchesNodeSelector(required, node));
}

/** Terms are alternatives; what a term requires is required together. A term that requires nothing matches nothing. */
function matchesNodeSelector({nodeSelectorTerms}: NodeSelector, node: StoredNode): boolean {
  return nodeSelectorTerms.some(term => matchesTerm(term, node));
}

function matchesTerm({matchExpressions = [], matchFields = []}: NodeSelectorTerm, node: StoredNode): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = {'metadata.name': node.metadata.name};
  return (
    matchExpressions.every(requirement => matches(requirement, node.metadata.labels ?? {})) &&
    matchFields.every(requirement => matches(requirement, fields))
  );
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;

function matches({key, operator, values = []}: NodeSelectorRequirement, fields: Record<string, string>): boolean {
  const known = operators.find(each => each === operator);
  return known !== undefined && matchesRequirements([{key, operator: known, values}], fields);
}

/**
 * The affinity of a DaemonSet's pod: that of its template, with the node selector terms replaced by the one node.
 * (The controller has matched the template's own terms by then.)
 */
export function bindAffinity(affinity: Affinity | undefined, nodeName: string): Affinity {
  const onNode: NodeSelector = {
    nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: [nodeName]}]}],
  };
  return {
    ...affinity,
    nodeAffinity: {...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: onNode},
  };
}

/** The one node that {@link bindAffinity} names, if it was one. */
export function findBoundNode(affinity: Affinity | undefined): string | undefined {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const named = terms
    .flatMap(({matchFields = []}) => matchFields)
    .find(({key, operator, values = []}) => key === 'metadata.name' && operator === 'In' && values.length === 1);
  return named?.values?.[0];
}
