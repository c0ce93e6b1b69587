import type {Live} from '@image-puller/shared/live';
import {findController} from '@image-puller/shared/plan';
import {buildProbeLabels, type ProbeAnswers, readProbe} from '@image-puller/shared/probe';
import type {Pod} from 'kubernetes-types/core/v1';
import type {Cluster} from '../cluster/index.ts';
import type {PlannedPuller} from './puller.ts';

/** A probe that is out, or over. */
export interface Probe extends ProbeAnswers {
  readonly pod: Live<Pod>;
}

/** Reads the probes of a puller. */
export async function readProbes({configMap, config}: PlannedPuller, cluster: Cluster): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for await (const page of cluster.pagesOfPods(buildProbeLabels(configMap.metadata.name), config.images.length)) {
    for (const pod of page) {
      if (findController(pod)?.uid === configMap.metadata.uid) probes.push({pod, ...readProbe(pod)});
    }
  }
  return probes;
}
