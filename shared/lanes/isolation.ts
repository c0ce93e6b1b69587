import {parseRecord} from '../record/index.ts';

/**
 * Where an image that fails, or did, is held.
 *
 * - `failing`: in main, and it may have to leave
 * - `parting`: in main; its own DaemonSet has the holder alone, until the waves of the others leave it its share
 * - `leaving`: in both, until its own DaemonSet holds it wherever main does
 * - `isolated`: in its own DaemonSet
 * - `returning`: in both, until main holds it wherever its own DaemonSet does
 * - `returned`: in main; how often it came back is remembered for a day
 */
export type Stage = 'failing' | 'parting' | 'leaving' | 'isolated' | 'returning' | 'returned';

const stages: ReadonlySet<string> = new Set<Stage>([
  'failing',
  'parting',
  'leaving',
  'isolated',
  'returning',
  'returned',
]);

const apart: ReadonlySet<Stage> = new Set(['parting', 'leaving', 'isolated', 'returning']);

/** What is remembered of an image from one look to the next, on main's DaemonSet. Times are RFC 3339. */
export interface IsolationNote {
  /** Another reference under the same name is another image. */
  readonly image: string;
  readonly is: Stage;
  readonly since: string;
  /** For `isolated`: since when its DaemonSet holds it everywhere. */
  readonly healthySince?: string;
  /** How often it has begun to return: each time it waits longer. */
  readonly returns: number;
}

/** By the image's name. None for an image that is in main and never was elsewhere. */
export type IsolationNotes = Readonly<Record<string, IsolationNote>>;

/** What the annotation says; what is absent or was spoilt says nothing. */
export const parseIsolation = (text: string | undefined): IsolationNotes => parseRecord(text, isNote);

const isNote = (value: unknown): value is IsolationNote =>
  typeof value === 'object' &&
  value !== null &&
  'image' in value &&
  typeof value.image === 'string' &&
  'is' in value &&
  typeof value.is === 'string' &&
  stages.has(value.is) &&
  'since' in value &&
  isTime(value.since) &&
  (!('healthySince' in value) || isTime(value.healthySince)) &&
  'returns' in value &&
  Number.isSafeInteger(value.returns) &&
  Number(value.returns) >= 0;

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/** The note on an image; one on another image of that name says nothing. */
export function findIsolation(
  notes: IsolationNotes,
  {name, image}: {readonly name: string; readonly image: string},
): IsolationNote | undefined {
  const note = Object.hasOwn(notes, name) ? notes[name] : undefined;
  return note?.image === image ? note : undefined;
}

/** Is the image in a DaemonSet of its own, alone or beside main? */
export const isApart = (note: IsolationNote | undefined): boolean => note !== undefined && apart.has(note.is);
