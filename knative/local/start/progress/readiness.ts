import {count} from './format.ts';
import type {Line, Snapshot} from './types.ts';

/** Whether everything is held everywhere, and since when it is not. Times are in milliseconds of one clock. */
export interface Readiness {
  /** Of the wait: the start, the last edit, or when it was ready no more. */
  readonly since: number;
  /** Whether `since` is an edit that nothing has been seen of yet. */
  readonly isEdited: boolean;
  /** What was last asked for, as a text to compare; undefined before the first puller is seen. */
  readonly wanted: string | undefined;
  /** What is ready; undefined where nothing is. */
  readonly state: string | undefined;
  /** All that has been ready: only such a thing is ready again. */
  readonly reached: ReadonlySet<string>;
}

/** What an edit leads to is seen within as long, in milliseconds. */
const editPatience = 3_000;

/** At the start nothing is held. */
export const waitFrom = (now: number): Readiness => ({
  since: now,
  isEdited: true,
  wanted: undefined,
  state: undefined,
  reached: new Set(),
});

/** Somebody has edited something: what is waited for is counted from here, whatever was waited for before. */
export const waitAnew = (before: Readiness, now: number): Readiness => ({...before, since: now, isEdited: true});

/** What a snapshot makes of it, and the line for the moment in which all images are held on all nodes. */
export function assessReadiness(
  before: Readiness,
  {pullers}: Pick<Snapshot, 'pullers'>,
  now: number,
): {readonly readiness: Readiness; readonly line?: Line} {
  const wanted = pullers.length === 0 ? before.wanted : describeImages(pullers);
  const isReady = pullers.length > 0 && pullers.every(puller => puller.ready);
  const state = isReady ? describeState(wanted, pullers) : undefined;
  const isOther = wanted !== before.wanted;
  if (state === before.state && !isOther) {
    // An edit that nothing has come of by now has changed nothing that is waited for.
    const isMoot = before.isEdited && isReady && now - before.since > editPatience;
    return {readiness: isMoot ? {...before, isEdited: false} : before};
  }
  // The end of a wait says when it began; all else begins one, unless an edit has done so.
  const isEnd = before.state === undefined && !isOther;
  const since = isEnd || before.isEdited ? before.since : now;
  const reached = state === undefined ? before.reached : new Set([...before.reached, state]);
  const readiness: Readiness = {since, isEdited: false, wanted, state, reached};
  if (state === undefined) return {readiness};
  const again = before.reached.has(state) ? ' again' : '';
  const seconds = ((now - since) / 1000).toFixed(1);
  const took = seconds === '0.0' ? '' : `: it took ${seconds} s`;
  return {readiness, line: {tone: 'good', text: `${describeHeld(pullers)}${again}${took}`}};
}

function describeHeld(pullers: Snapshot['pullers']): string {
  const images = pullers.reduce((sum, puller) => sum + puller.images.length, 0);
  const nodes = Math.max(...pullers.map(puller => puller.nodes.eligible));
  return capitalize(`${all(images, 'image')} held on ${all(nodes, 'node').replace(/ (is|are)$/, '')}`);
}

/** The images of all pullers: a wait for others is another wait. */
const describeImages = (pullers: Snapshot['pullers']): string =>
  JSON.stringify(
    pullers.map(({namespace, name, images}) => [namespace, name, images.map(each => [each.name, each.image])]),
  );

/** The same, with the number of nodes: what is ready is told once. */
const describeState = (wanted: string | undefined, pullers: Snapshot['pullers']): string =>
  JSON.stringify([wanted, pullers.map(({nodes}) => nodes.eligible)]);

const all = (number: number, noun: string): string =>
  number === 1 ? `the one ${noun} is` : `all ${count(number, noun)} are`;

const capitalize = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
