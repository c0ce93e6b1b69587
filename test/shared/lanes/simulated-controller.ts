import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {isReady, type SimulatedPod} from './simulated.ts';
import {generationOf} from './simulated-lanes.ts';

/** The status that the controller writes: of each node the oldest pod counts. */
export function assessStatus(
  daemonSet: Live<DaemonSet>,
  pods: readonly SimulatedPod[],
  nodes: number,
): NonNullable<DaemonSet['status']> {
  const oldest = new Map<string, SimulatedPod>();
  for (const pod of pods) if (!oldest.has(pod.node.name)) oldest.set(pod.node.name, pod);
  const counted = [...oldest.values()];
  const ready = counted.filter(isReady).length;
  return {
    desiredNumberScheduled: nodes,
    currentNumberScheduled: counted.length,
    updatedNumberScheduled: counted.filter(({template}) => template === generationOf(daemonSet)).length,
    numberReady: ready,
    numberAvailable: ready,
    numberMisscheduled: 0,
    ...(daemonSet.metadata.generation !== undefined && {observedGeneration: daemonSet.metadata.generation}),
  };
}

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
  daemonSet: Live<DaemonSet>,
  made: Pick<SimulatedPod, 'name' | 'node' | 'isMeshed' | 'createdAt'>,
): SimulatedPod {
  const containers = daemonSet.spec?.template.spec?.containers ?? [];
  const policy = containers[0]?.imagePullPolicy;
  return {
    ...made,
    lane: daemonSet.metadata.name,
    template: generationOf(daemonSet),
    pullPolicy: policy === 'Always' || policy === 'Never' ? policy : 'IfNotPresent',
    isInitialized: false,
    containers: new Map(containers.map(({image = ''}) => [image, {state: 'pulling', nextTry: 0, tries: 0}])),
  };
}
