import {labelSelector} from './meta.ts';
import {always, integer, keepsZero, list, string, struct} from './notation.ts';

// Where pods may run.

const nodeSelectorRequirement = struct({
  key: always(string),
  operator: always(string),
  values: list(string),
});
const nodeSelectorTerm = struct({
  matchExpressions: list(nodeSelectorRequirement),
  matchFields: list(nodeSelectorRequirement),
});
const nodeSelector = struct({nodeSelectorTerms: always(list(nodeSelectorTerm))});
const preferredSchedulingTerm = struct({weight: always(integer), preference: always(nodeSelectorTerm)});
const nodeAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: nodeSelector,
  preferredDuringSchedulingIgnoredDuringExecution: list(preferredSchedulingTerm),
});
const podAffinityTerm = struct({
  labelSelector,
  namespaces: list(string),
  topologyKey: always(string),
  namespaceSelector: labelSelector,
  matchLabelKeys: list(string),
  mismatchLabelKeys: list(string),
});
const weightedPodAffinityTerm = struct({
  weight: always(integer),
  podAffinityTerm: always(podAffinityTerm),
});
const podAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(weightedPodAffinityTerm),
});
const podAntiAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(weightedPodAffinityTerm),
});
export const affinity = struct({nodeAffinity, podAffinity, podAntiAffinity});
export const toleration = struct({
  key: string,
  operator: string,
  value: string,
  effect: string,
  tolerationSeconds: keepsZero(integer),
});
export const topologySpreadConstraint = struct({
  maxSkew: always(integer),
  topologyKey: always(string),
  whenUnsatisfiable: always(string),
  labelSelector,
  minDomains: keepsZero(integer),
  nodeAffinityPolicy: keepsZero(string),
  nodeTaintsPolicy: keepsZero(string),
  matchLabelKeys: list(string),
});
export const podSchedulingGate = struct({name: always(string)});
