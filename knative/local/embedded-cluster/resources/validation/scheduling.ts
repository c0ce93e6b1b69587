import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinityTerm,
  Toleration,
} from 'kubernetes-types/core/v1';
import type {LabelSelector, LabelSelectorRequirement} from 'kubernetes-types/meta/v1';
import {type Cause, forbidden, invalidValue, required, unsupported} from './cause.ts';
import {validateLabels} from './metadata.ts';
import {checkLabelValue, checkQualifiedName} from './names.ts';

const checkKey = (key: string, field: string): readonly Cause[] =>
  checkQualifiedName(key).map(why => invalidValue(field, key, why));

/** Tolerations of a pod. */
export function validateTolerations(tolerations: readonly Toleration[], path: string): readonly Cause[] {
  return tolerations.flatMap((toleration, index) => validateToleration(toleration, `${path}[${index}]`));
}

function validateToleration(toleration: Toleration, path: string): readonly Cause[] {
  const {key = '', operator = '', value = '', effect = '', tolerationSeconds} = toleration;
  const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
  return [
    ...(key === '' ? [] : checkKey(key, `${path}.key`)),
    ...(key === '' && operator !== 'Exists'
      ? [
          invalidValue(
            `${path}.operator`,
            operator,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
          ),
        ]
      : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [invalidValue(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")]
      : []),
    ...validateOperator(operator, value, `${path}.operator`),
    ...(effect === '' || effects.includes(effect) ? [] : [unsupported(`${path}.effect`, effect, effects)]),
  ];
}

function validateOperator(operator: string, value: string, field: string): readonly Cause[] {
  if (operator === 'Equal' || operator === '')
    return checkLabelValue(value).map(why => invalidValue(field, value, why));
  if (operator !== 'Exists') return [unsupported(field, operator, ['Equal', 'Exists'])];
  return value === '' ? [] : [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")];
}

/** Affinities of a pod: to nodes, to pods and against them. */
export function validateAffinity(
  {nodeAffinity, podAffinity, podAntiAffinity}: Affinity,
  path: string,
): readonly Cause[] {
  const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution';
  const terms = nodeAffinity?.[requiredTerms]?.nodeSelectorTerms;
  const node = `${path}.nodeAffinity`;
  return [
    ...(terms?.length === 0
      ? [required(`${node}.${requiredTerms}.nodeSelectorTerms`, 'must have at least one node selector term')]
      : []),
    ...(terms ?? []).flatMap((term, index) =>
      validateNodeTerm(term, `${node}.${requiredTerms}.nodeSelectorTerms[${index}]`),
    ),
    ...(nodeAffinity?.[preferredTerms] ?? []).flatMap(({weight, preference}, index) => [
      ...validateWeight(weight, `${node}.${preferredTerms}[${index}].weight`),
      ...validateNodeTerm(preference, `${node}.${preferredTerms}[${index}].preference`),
    ]),
    ...Object.entries({podAffinity, podAntiAffinity}).flatMap(([name, affinity]) => [
      ...(affinity?.[requiredTerms] ?? []).flatMap((term, index) =>
        validatePodTerm(term, `${path}.${name}.${requiredTerms}[${index}]`),
      ),
      ...(affinity?.[preferredTerms] ?? []).flatMap(({weight, podAffinityTerm}, index) => [
        ...validateWeight(weight, `${path}.${name}.${preferredTerms}[${index}].weight`),
        ...validatePodTerm(podAffinityTerm, `${path}.${name}.${preferredTerms}[${index}].podAffinityTerm`),
      ]),
    ]),
  ];
}

function validateWeight(weight: number, field: string): readonly Cause[] {
  return weight >= 1 && weight <= 100 ? [] : [invalidValue(field, weight, 'must be in the range 1-100')];
}

function validateNodeTerm({matchExpressions = [], matchFields = []}: NodeSelectorTerm, path: string): readonly Cause[] {
  return [
    ...matchExpressions.flatMap((each, index) => validateNodeRequirement(each, `${path}.matchExpressions[${index}]`)),
    ...matchFields.flatMap((each, index) =>
      each.key === 'metadata.name'
        ? []
        : [invalidValue(`${path}.matchFields[${index}].key`, each.key, 'not a valid field selector key')],
    ),
  ];
}

function validateNodeRequirement(requirement: NodeSelectorRequirement, path: string): readonly Cause[] {
  const {key, operator, values = []} = requirement;
  const numeric = operator === 'Gt' || operator === 'Lt';
  return [
    ...(numeric && values.length !== 1
      ? [required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")]
      : []),
    ...(numeric ? [] : validateSetOperator(requirement, path)),
    ...checkKey(key, `${path}.key`),
  ];
}

function validateSetOperator(
  {operator, values = []}: {readonly operator: string; readonly values?: readonly string[]},
  path: string,
): readonly Cause[] {
  if (operator === 'In' || operator === 'NotIn') {
    return values.length > 0
      ? []
      : [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    return values.length === 0
      ? []
      : [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
  }
  return [invalidValue(`${path}.operator`, operator, 'not a valid selector operator')];
}

function validatePodTerm({topologyKey, labelSelector}: PodAffinityTerm, path: string): readonly Cause[] {
  return [
    ...(labelSelector === undefined ? [] : validateLabelSelector(labelSelector, `${path}.labelSelector`)),
    ...(topologyKey === ''
      ? [required(`${path}.topologyKey`, 'can not be empty')]
      : checkKey(topologyKey, `${path}.topologyKey`)),
  ];
}

/** A label selector as objects carry it. */
export function validateLabelSelector(
  {matchLabels = {}, matchExpressions = []}: LabelSelector,
  path: string,
): readonly Cause[] {
  const validateRequirement = (requirement: LabelSelectorRequirement, field: string): readonly Cause[] => [
    ...validateSetOperator(requirement, field),
    ...checkKey(requirement.key, `${field}.key`),
  ];
  return [
    ...validateLabels(matchLabels, `${path}.matchLabels`),
    ...matchExpressions.flatMap((each, index) => validateRequirement(each, `${path}.matchExpressions[${index}]`)),
  ];
}
