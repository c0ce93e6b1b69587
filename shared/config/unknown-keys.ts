import leven from 'leven';
import {quote} from './quote.ts';
import type {Finding} from './types.ts';

/** The most letters that may be wrong, missing or too many in what is still taken for this key mistyped. */
function mostErrors(name: string): number {
  return name.length > 8 ? 2 : 1;
}

/**
 * A warning for each key that looks like one of ours mistyped: `IMAGE`, `cachingIntervalHours`. Others are none of our
 * business: a ConfigMap may hold more than a puller's configuration.
 */
export function findMistypedKeys(
  written: readonly string[],
  known: readonly string[],
): readonly (Finding & {key: string})[] {
  const names = new Set(known);
  return written.flatMap(key => {
    const meant = names.has(key) ? undefined : findNearest(key, known);
    if (meant === undefined) return [];
    return [
      {key, wrong: `${quote(key)} is not known and ignored`, allowed: `write ${meant}, if that is what you mean`},
    ];
  });
}

function findNearest(key: string, known: readonly string[]): string | undefined {
  if (key.length > 64) return undefined;
  const plain = normalise(key);
  const distances = known.map(name => ({name, distance: leven(plain, normalise(name))}));
  return distances.filter(({name, distance}) => distance <= mostErrors(name)).sort((a, b) => a.distance - b.distance)[0]
    ?.name;
}

/** The operator spells its fields `cachingIntervalHours`, others write `caching-interval-hours`: the same letters. */
function normalise(key: string): string {
  return key.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}
