import type {PodAffinityTerm, WeightedPodAffinityTerm} from 'kubernetes-types/core/v1';
import type {LabelSelector, LabelSelectorRequirement} from 'kubernetes-types/meta/v1';
import {dnsLabel, labelKey, labelValue} from '../../formats/index.ts';
import {
  checked,
  integer,
  list,
  object,
  oneOf,
  optional,
  type Place,
  type Reader,
  reject,
  required,
  stringMap,
  text,
} from '../json/index.ts';
import {quote} from '../quote.ts';
import {checkValues} from './node-selector-term.ts';

// The rules of validatePodAffinityTerm, k8s.io/kubernetes/pkg/apis/core/validation (v1.36).

const labelSelector = object<LabelSelector>({
  matchLabels: optional(stringMap({key: labelKey, value: labelValue, bad: 'rejects all'})),
  matchExpressions: optional(
    list(
      checked(
        object<LabelSelectorRequirement>({
          key: required(text(labelKey)),
          operator: required(oneOf(['In', 'NotIn', 'Exists', 'DoesNotExist'])),
          values: optional(list(text(labelValue))),
        }),
        checkValues,
      ),
    ),
  ),
});

/** Which pods, and what counts as near. */
export const podAffinityTerm: Reader<PodAffinityTerm> = checked(
  object<PodAffinityTerm>({
    labelSelector: optional(labelSelector),
    namespaceSelector: optional(labelSelector),
    namespaces: optional(list(text(dnsLabel))),
    topologyKey: required(text(labelKey)),
    matchLabelKeys: optional(list(text(labelKey))),
    mismatchLabelKeys: optional(list(text(labelKey))),
  }),
  checkLabelKeys,
);

/** The same with a weight. */
export const weightedPodAffinityTerm: Reader<WeightedPodAffinityTerm> = object<WeightedPodAffinityTerm>({
  weight: required(integer(1, 100)),
  podAffinityTerm: required(podAffinityTerm),
});

function checkLabelKeys(
  {matchLabelKeys = [], mismatchLabelKeys = [], labelSelector: selector}: PodAffinityTerm,
  place: Place,
): void {
  for (const [field, keys] of Object.entries({matchLabelKeys, mismatchLabelKeys})) {
    if (keys.length > 0 && selector === undefined) {
      reject({...place, path: `${place.path}.${field}`}, 'needs a labelSelector', 'write one, or leave it out');
    }
  }
  const mismatching = new Set(mismatchLabelKeys);
  for (const [index, key] of matchLabelKeys.entries()) {
    if (!mismatching.has(key)) continue;
    const at = {...place, path: `${place.path}.matchLabelKeys[${index}]`};
    reject(at, `${quote(key)} is in mismatchLabelKeys too`, 'write it in one of the two');
  }
}
