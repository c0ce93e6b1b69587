import {expired} from './status-error.ts';
import type {Change} from './types.ts';

/** The last changes, and those who want to hear of the next ones. */
export interface ChangeLog {
  append(change: Change): void;
  since(resourceVersion: string): readonly Change[];
  subscribe(listener: (change: Change) => void): () => void;
}

/** @param size How many changes are kept; what is older is Expired to those who ask for it. */
export function createChangeLog(size: number): ChangeLog {
  const changes: Change[] = [];
  const listeners = new Set<(change: Change) => void>();
  const undelivered: Change[] = [];
  let forgotten = 0;
  let delivering = false;

  return {
    append(change) {
      changes.push(change);
      // In batches, so that a full log does not move all its entries for each new one.
      if (changes.length > size * 1.5) {
        const dropped = changes.splice(0, changes.length - size);
        forgotten = versionOf(dropped.at(-1)) ?? forgotten;
      }
      undelivered.push(change);
      // A listener may itself write: its change waits, so that every listener hears all changes in one order.
      if (delivering) return;
      delivering = true;
      try {
        for (let next = undelivered.shift(); next !== undefined; next = undelivered.shift()) {
          for (const listener of listeners) listener(next);
        }
      } finally {
        delivering = false;
      }
    },
    since(resourceVersion) {
      const from = Number(resourceVersion);
      if (from < forgotten) throw expired(resourceVersion, String(forgotten));
      return changes.slice(indexAfter(changes, from));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function versionOf(change: Change | undefined): number | undefined {
  return change === undefined ? undefined : Number(change.object.metadata.resourceVersion);
}

/** The index of the first change after a version; they are in ascending order. */
function indexAfter(changes: readonly Change[], version: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((versionOf(changes[middle]) ?? 0) <= version) low = middle + 1;
    else high = middle;
  }
  return low;
}
