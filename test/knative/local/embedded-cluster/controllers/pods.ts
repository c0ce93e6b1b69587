import type {StoredPod} from '@image-puller/embedded-cluster/controllers';

export const ready = ({status}: StoredPod): boolean =>
  status?.conditions?.some(condition => condition.type === 'Ready' && condition.status === 'True') ?? false;

export const nodesOf = (pods: readonly StoredPod[]): readonly (string | undefined)[] =>
  pods.map(({spec}) => spec.nodeName).sort();
