import type {NamedImage} from '../config/index.ts';
import {hashJson, hashText} from '../hash/index.ts';
import {parseRecord} from '../record/index.ts';
import type {ScoutView} from './view-scout.ts';

/** For each image reference, the digests for which pods were rolled, shortened, the latest last; twice if rolled twice. */
export type KnownDigests = Readonly<Record<string, readonly string[]>>;

/** What a scout's answer leads to. */
export interface MovedDecision {
  /** Images whose tag means another image by now than some node holds. */
  readonly moved: readonly NamedImage[];
  readonly known: KnownDigests;
  /** Rolls the pods; undefined where nothing moved. */
  readonly token: string | undefined;
}

/** Of one image. */
const mostKnown = 8;
/** Mirrors lag: nodes that differ from what the pods were rolled for are rolled once more, and then left. */
const mostRolls = 2;
/** Annotations share 256 KiB, of which a user's own may take 224. What is past this is forgotten, the first images last. */
const knownLength = 6 * 1024;

/**
 * Decides what is rolled. Only digests are compared, never repositories: an image ID names any reference with the same
 * content.
 *
 * @param answers with what the nodes that they are for hold, by image reference
 */
export function decideMoved(
  tags: readonly NamedImage[],
  known: KnownDigests,
  answers: readonly {readonly answers: ScoutView; readonly held: ReadonlyMap<string, ReadonlySet<string>>}[],
): MovedDecision {
  const next: Record<string, readonly string[]> = Object.create(null);
  const moved = new Set<NamedImage>();
  let length = 2;
  for (const tag of tags) {
    let digests = Object.hasOwn(known, tag.image) ? (known[tag.image] ?? []) : [];
    for (const {
      answers: {digests: answered},
      held,
    } of answers) {
      const digest = answered.get(tag.image);
      const others = [...(held.get(tag.image) ?? [])].filter(other => other !== digest);
      if (digest === undefined || others.length === 0) continue;
      const short = hashText(digest, 12);
      if (digests.filter(one => one === short).length >= mostRolls) continue;
      moved.add(tag);
      digests = [...digests, short].slice(-mostKnown);
    }
    length += JSON.stringify({[tag.image]: digests}).length;
    if (digests.length > 0 && length <= knownLength) next[tag.image] = digests;
  }
  const token = moved.size === 0 ? undefined : hashJson([next, [...moved].map(({image}) => image)], 16);
  return {moved: [...moved], known: {...next}, token};
}

/** What the annotation says; what is absent or was spoilt says nothing. */
export const parseKnown = (text: string | undefined): KnownDigests => parseRecord(text, isTexts);

export const formatKnown = (known: KnownDigests): string => JSON.stringify(known);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(text => typeof text === 'string');
