import type {Lane} from '@image-puller/shared/lanes';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {isReady, placeholder, type SimulatedPod} from './simulated.ts';

/** What is decided by of a DaemonSet whose rollout may be paced. */
export const buildRolled = (
  {template, isPaced}: {readonly template: string; readonly isPaced: boolean},
  nodes: number,
): DaemonSet => ({
  metadata: {annotations: {'deprecated.daemonset.template.generation': template}},
  spec: {selector: {}, template: {}, updateStrategy: {type: isPaced ? 'OnDelete' : 'RollingUpdate'}},
  status: {desiredNumberScheduled: nodes, currentNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0},
});

const pullPolicies = {main: 'Always', isolated: 'IfNotPresent', bridge: 'Never'} as const;

/** What tells one template from another: its pull policy and the references of its containers. */
export const nameTemplate = ({role, images}: Lane): string =>
  `${pullPolicies[role]} ${images.map(({image}) => image).join(' ')}`;

/** While surging, a node keeps at most one pod of this template and one older one that is Ready. */
export function keepTwo(pods: readonly SimulatedPod[], template: string): readonly SimulatedPod[] {
  const present = pods.filter(pod => pod.template === template).slice(0, 1);
  const older = pods.filter(pod => pod.template !== template);
  const stays = present.some(isReady)
    ? []
    : (older.some(isReady) ? older.filter(isReady) : present.length > 0 ? [] : older).slice(0, 1);
  return [...present, ...stays];
}

/** A pod as the controller makes it. */
export function buildPod(
  made: Pick<SimulatedPod, 'name' | 'lane' | 'node' | 'template' | 'isMeshed' | 'createdAt'>,
): SimulatedPod {
  const {template} = made;
  const [policy, ...images] = template === placeholder ? ['IfNotPresent', placeholder] : template.split(' ');
  return {
    ...made,
    pullPolicy: policy === 'Always' || policy === 'Never' ? policy : 'IfNotPresent',
    isInitialized: false,
    containers: new Map(images.map(image => [image, {state: 'pulling', nextTry: 0, tries: 0}])),
  };
}
