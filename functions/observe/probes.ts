import {findController} from '@image-puller/shared/decide';
import type {Live} from '@image-puller/shared/live';
import {probeRequestAnnotation} from '@image-puller/shared/names';
import {buildProbeLabels, type ProbeAnswers, readProbe} from '@image-puller/shared/probe';
import type {Pod} from 'kubernetes-types/core/v1';
import type {Context} from '../step.ts';
import type {PlannedPuller} from './puller.ts';

/** A probe that is out, or over. */
export interface Probe extends ProbeAnswers {
  readonly pod: Live<Pod>;
  /** The request that it was sent for (see `RefreshRequest`); none where the interval had passed. */
  readonly request: string | undefined;
}

/** Reads the probes of a puller. */
export async function readProbes(
  {configMap, config}: PlannedPuller,
  {cluster, now}: Pick<Context, 'cluster' | 'now'>,
): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for await (const page of cluster.pagesOfPods(buildProbeLabels(configMap.metadata.name), config.images.length)) {
    for (const pod of page) {
      if (findController(pod)?.uid === configMap.metadata.uid) {
        const request = pod.metadata.annotations?.[probeRequestAnnotation];
        probes.push({pod, request, ...readProbe(pod, now())});
      }
    }
  }
  return probes;
}
