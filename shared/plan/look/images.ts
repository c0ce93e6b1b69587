import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Puller} from '../../daemonset/index.ts';
import {type EventType, eventTypes} from '../../events/index.ts';
import {
  assessChanges,
  findUnsteady,
  type ImageChange,
  type ImageSummary,
  type PodView,
  parseMemories,
} from '../../health/index.ts';
import type {Live} from '../../live/index.ts';
import {annotations} from '../../names/index.ts';
import {imageFailing, imageRecovered, sayRewritten, type Told} from '../../tell/index.ts';
import {buildNews, listChanges, type News} from '../news.ts';

/**
 * Compares the images with what was noted of them on main's DaemonSet: what changed is told once, and what still fails is told again
 * before Kubernetes forgets it.
 *
 * @param pods of all lanes
 * @returns one for each change, and others
 */
export function assessImages(
  {namespace, name}: Puller,
  main: Live<DaemonSet>,
  images: readonly ImageSummary[],
  pods: readonly PodView[],
  now: Date,
): readonly News[] {
  const before = parseMemories(main.metadata.annotations?.[annotations.images]);
  const {changes, memories} = assessChanges(before, images, findUnsteady(images, pods, now), now);
  const entries = listChanges(before, memories);
  const note = (some: typeof entries) =>
    Object.keys(some).length === 0 ? [] : [{daemonSet: main, entries: {[annotations.images]: some}}];
  const edges = new Set(changes.map(({image}) => image.name));
  const silent = Object.fromEntries(Object.entries(entries).filter(([image]) => !edges.has(image)));
  return [
    ...images
      .filter(image => image.failing > 0 && !edges.has(image.name))
      .map(image => buildNews({told: [imageFailing.say(image)]})),
    ...changes.map(change =>
      buildNews({
        told: sayChange(change),
        notes: note({[change.image.name]: entries[change.image.name] ?? null}),
        announcements: [{type: eventOf[change.became], puller: {namespace, name}, data: {...change.image}}],
      }),
    ),
    buildNews({told: sayRewritten(changes.map(({image}) => image)), notes: note(silent)}),
  ];
}

const eventOf: Readonly<Record<ImageChange['became'], EventType>> = {
  failed: eventTypes.imageFailed,
  cached: eventTypes.imageCached,
  recovered: eventTypes.imageRecovered,
};

function sayChange({image, became}: ImageChange): readonly Told[] {
  if (became === 'cached') return [];
  return [{...(became === 'failed' ? imageFailing : imageRecovered).say(image), isNews: true}];
}
