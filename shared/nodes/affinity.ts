import type {NodeSelector, NodeSelectorRequirement} from 'kubernetes-types/core/v1';

type Fields = Readonly<Record<string, string>>;

/** Does a node have what is required? Terms are alternatives; one that requires nothing matches nothing. */
export const matchesNodeSelector = ({nodeSelectorTerms}: NodeSelector, name: string, labels: Fields): boolean =>
  nodeSelectorTerms.some(
    ({matchExpressions = [], matchFields = []}) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every(requirement => matches(requirement, labels)) &&
      matchFields.every(requirement => matches(requirement, {'metadata.name': name})),
  );

/** As component-helpers/scheduling/corev1/nodeaffinity does it. */
function matches({key, operator, values = []}: NodeSelectorRequirement, fields: Fields): boolean {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
