import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Announcement} from '../events/index.ts';
import type {Live} from '../live/index.ts';
import {parseRecord} from '../record/index.ts';
import type {Told} from '../tell/index.ts';

/** What is to be written on a DaemonSet. */
export interface Note {
  readonly daemonSet: Live<DaemonSet>;
  /** Annotations; what is null goes. */
  readonly annotations?: Annotations;
  /** Entries of annotations that are JSON objects; what is null goes, all others stay. */
  readonly entries?: Readonly<Record<string, Readonly<Record<string, object | null>>>>;
  /** Only while nobody has changed the DaemonSet since it was read. */
  readonly isGuarded?: boolean;
}

type Annotations = Readonly<Record<string, string | null>>;

/**
 * Something that has become so, or still is. It is told, then noted, then published; what could not be told or noted is not published, and
 * the next look finds it again.
 */
export interface News {
  readonly told: readonly Told[];
  readonly notes: readonly Note[];
  /** For those who want to know. */
  readonly announcements: readonly Announcement[];
}

export const buildNews = (news: Partial<News>): News => ({told: [], notes: [], announcements: [], ...news});

/** Annotations that one patch writes. */
export interface Patch {
  readonly daemonSet: Live<DaemonSet>;
  readonly annotations: Annotations;
  /** See `Note`. */
  readonly isGuarded: boolean;
}

/** Joins notes to one patch for each DaemonSet. */
export const joinNotes = (notes: readonly Note[]): readonly Patch[] =>
  [...Map.groupBy(notes, ({daemonSet}) => daemonSet.metadata.uid).values()].flatMap(its =>
    its.slice(0, 1).map(({daemonSet}) => ({
      daemonSet,
      annotations: Object.assign({}, ...its.map(({annotations}) => annotations), joinEntries(daemonSet, its)),
      isGuarded: its.some(({isGuarded}) => isGuarded),
    })),
  );

function joinEntries({metadata}: Live<DaemonSet>, notes: readonly Note[]): Annotations {
  const keys = new Set(notes.flatMap(({entries}) => Object.keys(entries ?? {})));
  return Object.fromEntries(
    [...keys].map(key => {
      const present = parseRecord(metadata.annotations?.[key], isObject);
      const changed = new Map<string, object | null>(
        [present, ...notes.map(({entries}) => entries?.[key] ?? {})].flatMap(record => Object.entries(record)),
      );
      const left = [...changed].filter(([, value]) => value !== null);
      return [key, left.length === 0 ? null : JSON.stringify(Object.fromEntries(left))];
    }),
  );
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The entries in which one record differs from another; null for those that are to go. */
export function listChanges(
  before: Readonly<Record<string, object>>,
  after: Readonly<Record<string, object>>,
): Readonly<Record<string, object | null>> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const find = (record: Readonly<Record<string, object>>, name: string) =>
    Object.hasOwn(record, name) ? (record[name] ?? null) : null;
  return Object.fromEntries(
    [...names]
      .filter(name => JSON.stringify(find(before, name)) !== JSON.stringify(find(after, name)))
      .map(name => [name, find(after, name)]),
  );
}
