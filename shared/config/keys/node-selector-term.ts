import type {NodeSelectorRequirement, NodeSelectorTerm} from 'kubernetes-types/core/v1';
import {dnsSubdomain, type Format, labelKey, labelValue} from '../../formats/index.ts';
import {
  checked,
  list,
  object,
  oneOf,
  optional,
  type Place,
  type Reader,
  reject,
  required,
  text,
} from '../json/index.ts';

// The rules of ValidateNodeSelectorTerm, k8s.io/kubernetes/pkg/apis/core/validation (v1.36).

const nodeNameField: Format = {
  called: 'a field of a node to select by',
  matches: key => key === 'metadata.name',
  allowed: 'write metadata.name, or use matchExpressions for labels',
};

const fieldRequirement = checked(
  object<NodeSelectorRequirement>({
    key: required(text(nodeNameField)),
    operator: required(oneOf(['In', 'NotIn'])),
    values: optional(list(text(dnsSubdomain))),
  }),
  ({values = []}, place) => {
    if (values.length !== 1)
      reject(at(place, 'values'), 'does not hold exactly one name', 'write one node name in [ ]');
  },
);

/** A term that must hold: its values are label values. */
export const requiredTerm: Reader<NodeSelectorTerm> = term(labelValue);

/** A term that is only preferred: Kubernetes lets any values pass here. */
export const preferredTerm: Reader<NodeSelectorTerm> = term();

function term(value?: Format): Reader<NodeSelectorTerm> {
  const requirement = object<NodeSelectorRequirement>({
    key: required(text(labelKey)),
    operator: required(oneOf(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'])),
    values: optional(list(text(value))),
  });
  return object<NodeSelectorTerm>({
    matchExpressions: optional(list(checked(requirement, checkValues))),
    matchFields: optional(list(fieldRequirement)),
  });
}

/** Tells whether the operator has as many values as it needs: for selectors of nodes and of labels. */
export function checkValues(
  {operator, values = []}: {readonly operator: string; readonly values?: readonly string[]},
  place: Place,
): void {
  const where = at(place, 'values');
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    reject(where, `is empty, with the operator ${operator}`, 'write at least one value in [ ]');
  } else if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    reject(where, `does not go with the operator ${operator}`, 'leave it out, or write the operator In or NotIn');
  } else if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1) {
    reject(where, `does not hold exactly one value, with the operator ${operator}`, 'write one value in [ ]');
  }
}

function at(place: Place, field: string): Place {
  return {...place, path: `${place.path}.${field}`};
}
