import type {
  Affinity,
  NodeAffinity,
  NodeSelector,
  PodAffinity,
  PodAntiAffinity,
  PreferredSchedulingTerm,
} from 'kubernetes-types/core/v1';
import {defaulted, integer, list, object, optional, parseJsonBy, required} from '../json/index.ts';
import type {Key} from '../key.ts';
import type {Parsed} from '../types.ts';
import {preferredTerm, requiredTerm} from './node-selector-term.ts';
import {podAffinityTerm, weightedPodAffinityTerm} from './pod-affinity-term.ts';

const example =
  '{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[' +
  '{"key":"kubernetes.io/arch","operator":"In","values":["amd64"]}]}]}}}';

const nodeAffinity = object<NodeAffinity>({
  requiredDuringSchedulingIgnoredDuringExecution: optional(
    object<NodeSelector>({nodeSelectorTerms: required(list(requiredTerm, 1))}),
  ),
  preferredDuringSchedulingIgnoredDuringExecution: optional(
    list(
      object<PreferredSchedulingTerm>({weight: required(integer(1, 100)), preference: defaulted(preferredTerm, {})}),
    ),
  ),
});

const podRules = {
  requiredDuringSchedulingIgnoredDuringExecution: optional(list(podAffinityTerm)),
  preferredDuringSchedulingIgnoredDuringExecution: optional(list(weightedPodAffinityTerm)),
};

const reader = object<Affinity>({
  nodeAffinity: optional(nodeAffinity),
  podAffinity: optional(object<PodAffinity>(podRules)),
  podAntiAffinity: optional(object<PodAntiAffinity>(podRules)),
});

/** `AFFINITY`: the affinity of the pods. */
export const affinity: Key<Affinity | undefined> = {
  name: 'AFFINITY',
  default: '{}',
  parse: parseAffinity,
  values: 'a Kubernetes Affinity in JSON',
  example,
  origin: 'Go puller',
  doc: `The affinity of the pods, for nodes that a selector can't describe. It is checked by the rules of Kubernetes 1.36. An unknown field is
left out with a warning, as the API server does. Any other mistake rejects the configuration.`,
};

function parseAffinity(text: string): Parsed<Affinity | undefined> {
  const parsed = parseJsonBy<Affinity>(text, reader, {}, `write a JSON object such as ${example}`);
  return 'value' in parsed && Object.keys(parsed.value).length === 0 ? {...parsed, value: undefined} : parsed;
}
