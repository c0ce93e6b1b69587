/** Of different reasons told of one thing. */
const reasonCount = 5;

/** Counts the reasons of nodes, one of each node, most frequent first: `ErrImagePull: not found (2 nodes)`; at most five. */
export function rankReasons(reasons: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, reasonCount)
    .map(([reason, count]) => `${reason} (${count} ${count === 1 ? 'node' : 'nodes'})`);
}
