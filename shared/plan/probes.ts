import type {Pod} from 'kubernetes-types/core/v1';
import {type Asking, ask} from '../ask/index.ts';
import {findController} from '../decide/index.ts';
import type {Live} from '../live/index.ts';
import {probeRequestAnnotation} from '../names/index.ts';
import {type ProbeAnswers, readProbe} from '../probe/index.ts';
import type {PlannedPuller} from './puller.ts';

/** A probe that is out, or over. */
export interface Probe extends ProbeAnswers {
  readonly pod: Live<Pod>;
  /** The request that it was sent for (see `RefreshRequest`); none where the interval had passed. */
  readonly request: string | undefined;
}

/** Asks for the probes of a puller. */
export function* askProbes({configMap, config}: PlannedPuller, now: Date): Asking<readonly Probe[]> {
  const {name, uid} = configMap.metadata;
  const pods = yield* ask('probes', {name, images: config.images.length});
  return pods
    .filter(pod => findController(pod)?.uid === uid)
    .map(pod => ({
      pod,
      request: pod.metadata.annotations?.[probeRequestAnnotation],
      ...readProbe(pod, now),
    }));
}
