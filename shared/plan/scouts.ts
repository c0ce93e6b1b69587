import type {Pod} from 'kubernetes-types/core/v1';
import {type Asking, ask} from '../ask/index.ts';
import {findController} from '../decide/index.ts';
import type {Live} from '../live/index.ts';
import {scoutRequestAnnotation} from '../names/index.ts';
import {type ScoutView, viewScout} from '../scout/index.ts';
import type {PlannedPuller} from './puller.ts';

/** A scout that is out, or over. */
export interface Scout extends ScoutView {
  readonly pod: Live<Pod>;
  /** The request that it was sent for (see `RefreshRequest`); none where the interval had passed. */
  readonly request: string | undefined;
}

/** Asks for the scouts of a puller. */
export function* askScouts({configMap, config}: PlannedPuller, now: Date): Asking<readonly Scout[]> {
  const {name, uid} = configMap.metadata;
  const pods = yield* ask('scouts', {name, images: config.images.length});
  return pods
    .filter(pod => findController(pod)?.uid === uid)
    .map(pod => ({
      pod,
      request: pod.metadata.annotations?.[scoutRequestAnnotation],
      ...viewScout(pod, now),
    }));
}
