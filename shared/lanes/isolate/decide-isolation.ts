import {type NamedImage, type PullerConfig, registryOf} from '../../config/index.ts';
import type {NodePods} from '../../health/index.ts';
import {findIsolation, type IsolationNote, type IsolationNotes, isApart, type Stage} from '../isolation.ts';
import {assessBlame, type Blame} from './blame.ts';
import {isHealthy, isHeldWherever} from './cover.ts';

/** What is seen of a puller, to decide where its images are held. Only nodes that are Ready are in it. */
export interface IsolationFacts {
  readonly config: Pick<PullerConfig, 'images' | 'cachingIntervalHours'>;
  readonly notes: IsolationNotes;
  readonly main: NodePods;
  /** The pods of the DaemonSets of images that fail, by the image's name. */
  readonly isolated: ReadonlyMap<string, NodePods>;
  /** Main is as it should be, and no rollout of it is under way. */
  readonly isSettled: boolean;
  readonly slots: Slots;
  readonly now: Date;
}

/**
 * Whether one more DaemonSet may begin to pull: `all` wanted nodes may at once, the waves leave it its share (`free`), or they
 * don't yet (`taken`).
 */
export type Slots = 'all' | 'free' | 'taken';

/** What the author of a configuration is told of. */
export type IsolationNews =
  | {readonly what: 'isolated' | 'returned' | 'no lane left'; readonly image: NamedImage}
  | {readonly what: 'registry fails'; readonly registry: string};

/** What is to be noted, and told. */
export interface IsolationDecision {
  readonly notes: IsolationNotes;
  readonly news: readonly IsolationNews[];
  /** An image is on its way from one DaemonSet to the other, or fails and may have to leave: look again soon. */
  readonly isOpen: boolean;
}

/** DaemonSets of images that fail. Further ones wait in main. */
const mostLanes = 10;
/** An image that fails for less may be retried with success, in milliseconds. */
const isolationPatience = 2 * 60_000;
/** A registry that is away comes back; its images are kept together for as long, in milliseconds. */
const registryPatience = 30 * 60_000;
/** For nodes without room for one more pod, in milliseconds. */
const fullPatience = 10 * 60_000;
/** A move that takes longer is left to the tick, in milliseconds. */
const movePatience = 10 * 60_000;
/** An image that has not failed again for as long may begin anew, in milliseconds. */
const failureMemory = 10 * 60_000;
const hour = 3_600_000;
const day = 24 * hour;

/**
 * Decides where each image is held: in main with the others, or apart, because it fails and would hold them up; a pod with
 * a container that can't run is not Ready, and no rollout goes past it.
 *
 * It goes apart when it has failed for two minutes by its own fault, and comes back when its own DaemonSet has held it
 * everywhere for `CACHING_INTERVAL_HOURS`; if it fails again, after an hour, two, four, up to a day. Where it was held it
 * stays held: one DaemonSet lets go when the other has it. Without changes outside, the notes settle.
 */
export function decideIsolation(facts: IsolationFacts): IsolationDecision {
  const {config, notes, main} = facts;
  const blame = assessBlame(config.images, main);
  const next: Record<string, IsolationNote> = Object.create(null);
  const news: IsolationNews[] = [];
  let lanes = config.images.filter(image => isApart(findIsolation(notes, image))).length;
  for (const image of config.images) {
    const before = findIsolation(notes, image);
    const after = decideImage(image, before, {...facts, blame, lanes});
    if (after === 'no lane left') news.push({what: after, image});
    const note = after === 'no lane left' ? before : after;
    if (note !== undefined) next[image.name] = note;
    if (isApart(note) && !isApart(before)) {
      lanes++;
      news.push({what: 'isolated', image});
    }
    if (note?.is === 'returned' && before?.is === 'returning') news.push({what: 'returned', image});
  }
  for (const registry of blame.registries) news.push({what: 'registry fails', registry});
  const isOpen = config.images.some(image => {
    const note = findIsolation(next, image);
    const isMoving = note?.is === 'parting' || note?.is === 'leaving' || note?.is === 'returning';
    const mayMove = isMoving || (note?.is === 'failing' && blame.images.has(image));
    return mayMove && ageOf(note.since, facts.now) < movePatience;
  });
  return {notes: {...next}, news, isOpen};
}

interface ImageFacts extends IsolationFacts {
  readonly blame: Blame;
  /** How many images are apart. */
  readonly lanes: number;
}

function decideImage(
  image: NamedImage,
  note: IsolationNote | undefined,
  facts: ImageFacts,
): IsolationNote | undefined | 'no lane left' {
  const {blame, main, isolated, slots, now} = facts;
  const isBlamed = blame.images.has(image);
  const age = note === undefined ? 0 : ageOf(note.since, now);
  const own = isolated.get(image.name) ?? new Map();
  const become = (is: Stage, returns = note?.returns ?? 0): IsolationNote => ({
    image: image.image,
    is,
    since: now.toISOString(),
    returns,
  });
  switch (note?.is) {
    case undefined:
      return isBlamed ? become('failing') : undefined;
    case 'returned':
      if (isBlamed) return become('failing');
      return age > day ? undefined : note;
    case 'failing':
      if (isBlamed) return decideLeave(image, note, age, facts, become);
      if (age < failureMemory) return note;
      return note.returns > 0 ? become('returned') : undefined;
    case 'parting':
      return mayPull(slots, age) ? become('leaving') : note;
    case 'leaving':
      return isHeldWherever(image.image, main, own, age >= fullPatience) ? become('isolated') : note;
    case 'isolated':
      return decideReturn(image, note, own, facts);
    case 'returning':
      if (isBlamed && age >= isolationPatience) return become('isolated');
      return isHeldWherever(image.image, own, main, false) ? become('returned') : note;
  }
}

/** A pull that hangs is not waited for. */
const mayPull = (slots: Slots, age: number): boolean => slots !== 'taken' || age >= movePatience;

/** What becomes of an image that fails in main. */
function decideLeave(
  image: NamedImage,
  note: IsolationNote,
  age: number,
  {blame, lanes, slots}: ImageFacts,
  become: (is: Stage) => IsolationNote,
): IsolationNote | 'no lane left' {
  const patience = blame.registries.has(registryOf(image)) ? registryPatience : isolationPatience;
  if (age < patience) return note;
  if (lanes >= mostLanes) return 'no lane left';
  return become(slots === 'all' ? 'leaving' : 'parting');
}

/** What becomes of an image that is held apart. */
function decideReturn(image: NamedImage, note: IsolationNote, own: NodePods, facts: ImageFacts): IsolationNote {
  const {config, notes, isSettled, now} = facts;
  const {healthySince, ...sick} = note;
  const isHealthyNow = isHealthy(image.image, own, now);
  const waits = ageOf(note.since, now) < backoffOf(note.returns);
  if (healthySince === undefined) return isHealthyNow && !waits ? {...note, healthySince: now.toISOString()} : note;
  // One that is well now and then counts as one that failed again: or there would be no end to it.
  if (!isHealthyNow) return {...sick, since: now.toISOString(), returns: note.returns + 1};
  const isDue = ageOf(healthySince, now) >= config.cachingIntervalHours * hour;
  const isAnyLeaving = Object.values(notes).some(({is}) => is === 'parting' || is === 'leaving' || is === 'failing');
  if (!isDue || !isSettled || isAnyLeaving) return note;
  return {...sick, is: 'returning', since: now.toISOString(), returns: note.returns + 1};
}

/** In milliseconds: none before the first return, then an hour, doubling to a day. */
const backoffOf = (returns: number): number => (returns === 0 ? 0 : Math.min(2 ** (returns - 1) * hour, day));

/** A time in the future is a wrong clock's: it counts as long ago. */
function ageOf(time: string, now: Date): number {
  const age = now.getTime() - Date.parse(time);
  return age < 0 ? Number.POSITIVE_INFINITY : age;
}
