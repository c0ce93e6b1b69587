import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {annotations, probeQuestionAnnotation} from '../../names/index.ts';
import {hashQuestion, listTags} from '../../probe/index.ts';
import type {Probe} from '../probes.ts';
import type {LanePlan} from '../puller.ts';

/** The question of the refresh that is due. */
export function buildRefreshQuestion({lane, observed}: Pick<LanePlan, 'lane' | 'observed'>): string {
  const {[annotations.lastRefresh]: last, [annotations.refreshRetry]: retry} = readAnnotations(observed);
  return hashQuestion([last, retry], listTags(lane.images));
}

/** Was it sent with the question of the refresh that is due? */
export const isOfNow = ({pod}: Probe, main: Pick<LanePlan, 'lane' | 'observed'>): boolean =>
  pod.metadata.annotations?.[probeQuestionAnnotation] === buildRefreshQuestion(main);

const readAnnotations = (daemonSet: DaemonSet | undefined): Readonly<Record<string, string>> =>
  daemonSet?.metadata?.annotations ?? {};
