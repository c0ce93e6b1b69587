import {annotations, scoutErrandAnnotation} from '../../names/index.ts';
import {hashErrand, listTags} from '../../scout/index.ts';
import type {LanePlan} from '../puller.ts';
import type {Scout} from '../scouts.ts';

/** The errand of the refresh that is due. */
export function buildErrand({lane, observed}: Pick<LanePlan, 'lane' | 'observed'>): string {
  const {[annotations.lastRefresh]: last, [annotations.refreshRetry]: retry} = observed?.metadata.annotations ?? {};
  return hashErrand([last, retry], listTags(lane.images));
}

/** Was it sent on the errand of the refresh that is due? */
export const isOfNow = ({pod}: Scout, main: Pick<LanePlan, 'lane' | 'observed'>): boolean =>
  pod.metadata.annotations?.[scoutErrandAnnotation] === buildErrand(main);
