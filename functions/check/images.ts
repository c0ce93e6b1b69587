import {type EventType, eventTypes} from '@image-puller/shared/events';
import {
  assessChanges,
  findUnsteady,
  formatMemories,
  type ImageChange,
  type ImageSummary,
  type PodView,
  parseMemories,
} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {sayImage, sayRewritten} from '@image-puller/shared/tell';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {Context} from '../step.ts';
import {tell} from '../tell/index.ts';

const eventOf: Readonly<Record<ImageChange['became'], EventType>> = {
  failed: eventTypes.imageFailed,
  cached: eventTypes.imageCached,
  recovered: eventTypes.imageRecovered,
};

/**
 * Compares the images with what was noted of them on the DaemonSet, tells what changed, once, and notes it. What still
 * fails is told again before Kubernetes forgets it.
 *
 * It is noted last: what could not be told is told by the next look.
 */
export async function noteImages(
  configMap: Live<ConfigMap>,
  {metadata}: Live<DaemonSet>,
  images: readonly ImageSummary[],
  pods: readonly PodView[],
  context: Context,
): Promise<void> {
  const {cluster, now, publish} = context;
  const noted = metadata.annotations?.[annotations.images];
  const {changes, memories} = assessChanges(parseMemories(noted), images, findUnsteady(images, pods, now()), now());
  const edges = new Map(changes.map(({image, became}) => [image.name, became]));
  const failing = images
    .filter(image => image.failing > 0)
    .map(image => ({...sayImage(image, 'failing'), isNews: edges.get(image.name) === 'failed'}));
  const recovered = changes
    .filter(({became}) => became === 'recovered')
    .map(({image}) => ({...sayImage(image, 'recovered'), isNews: true}));
  const rewritten = sayRewritten(changes.map(({image}) => image));
  await tell(configMap, [...failing, ...recovered, ...rewritten], context);
  const puller = {namespace: cluster.namespace, name: configMap.metadata.name};
  for (const {image, became} of changes) publish({type: eventOf[became], puller, data: {...image}});

  const text = formatMemories(memories);
  if (text === (noted ?? '{}')) return;
  await cluster.patchDaemonSet(metadata.name, {uid: metadata.uid}, {annotations: {[annotations.images]: text}});
}
