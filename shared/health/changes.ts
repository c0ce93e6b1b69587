import {parseRecord} from '../record/index.ts';
import type {ImageSummary} from './image-summary.ts';

/** An image on all nodes together, in one word. */
export type ImageState = 'held' | 'failing' | 'pulling';

/** What is remembered of an image from one look to the next, on the DaemonSet. */
export interface ImageMemory {
  readonly state: ImageState;
  /** RFC 3339. */
  readonly since: string;
}

/** By the image's name. */
export type ImageMemories = Readonly<Record<string, ImageMemory>>;

/** An edge: what others are told of, once. */
export interface ImageChange {
  readonly image: ImageSummary;
  readonly became: 'failed' | 'cached' | 'recovered';
}

/**
 * Annotations share 256 KiB, of which a user's own may take 224. What is past this is counted but not remembered, and so
 * nobody is told of it: each look would tell it anew.
 */
const memoryLength = 24 * 1024;

/** One word for all nodes: a single failing node is worth telling. */
export function assessImage({held, started, failing, pulling, waiting}: ImageSummary): ImageState {
  if (failing > 0) return 'failing';
  return held > 0 && started + pulling + waiting === 0 ? 'held' : 'pulling';
}

/**
 * Compares what is seen with what was remembered.
 *
 * An image that was failing stays so in memory while it is tried again, until it is held everywhere: a failing pull
 * looks like a fresh one between two attempts, and a container that crashes again and again like one that runs.
 *
 * @param unsteady the names of images whose containers may crash again any moment (see `findUnsteady`)
 */
export function assessChanges(
  remembered: ImageMemories,
  images: readonly ImageSummary[],
  unsteady: ReadonlySet<string>,
  now: Date,
): {readonly changes: readonly ImageChange[]; readonly memories: ImageMemories} {
  const changes: ImageChange[] = [];
  const memories: Record<string, ImageMemory> = Object.create(null);
  let length = 2;
  for (const image of images) {
    const before = Object.hasOwn(remembered, image.name) ? remembered[image.name] : undefined;
    const seen = assessImage(image);
    const state = remain(before?.state, seen, unsteady.has(image.name));
    const memory = before?.state === state ? before : {state, since: now.toISOString()};
    length += JSON.stringify({[image.name]: memory}).length;
    if (length > memoryLength) break;
    memories[image.name] = memory;
    if (before?.state === state) continue;
    if (state === 'failing') changes.push({image, became: 'failed'});
    if (state === 'held') changes.push({image, became: before?.state === 'failing' ? 'recovered' : 'cached'});
  }
  return {changes, memories};
}

/** What is remembered now: what is tried again is neither mended nor there yet. */
function remain(before: ImageState | undefined, seen: ImageState, isUnsteady: boolean): ImageState {
  const isTried = seen === 'pulling' || isUnsteady;
  if (before === 'failing' && isTried) return 'failing';
  return seen === 'held' && isUnsteady && before !== 'held' ? 'pulling' : seen;
}

/** Is one of these remembered as failing? */
export const isRememberedFailing = (memories: ImageMemories, images: readonly {readonly name: string}[]): boolean =>
  images.some(({name}) => Object.hasOwn(memories, name) && memories[name]?.state === 'failing');

/** What the annotation says; nothing where it is absent or was spoilt. */
export const parseMemories = (text: string | undefined): ImageMemories => parseRecord(text, isMemory);

const isMemory = (value: unknown): value is ImageMemory =>
  typeof value === 'object' &&
  value !== null &&
  'since' in value &&
  typeof value.since === 'string' &&
  'state' in value &&
  (value.state === 'held' || value.state === 'failing' || value.state === 'pulling');
