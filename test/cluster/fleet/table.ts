import type {Taken} from './fleet-puller.ts';

/** What things took, as a table for the log: a column for each. */
export function renderTable(columns: Readonly<{[title: string]: Taken}>): string {
  const taken = Object.values(columns);
  const keys = [...new Set(taken.flatMap(({requests}) => [...requests.keys()]))].toSorted();
  const row = (name: string, read: (one: Taken) => number | undefined): readonly string[] => [
    name,
    ...taken.map(one => read(one)?.toString() ?? '.'),
  ];
  return alignColumns([
    ['', ...Object.keys(columns)],
    row('seconds', ({seconds}) => Math.round(seconds * 10) / 10),
    row('nodes that held', ({sightings}) => sightings.holding.length),
    row('nodes that let go', ({sightings}) => sightings.lost.length),
    row('nodes that pulled at once', ({sightings}) => sightings.mostSurging),
    row('events for apply', ({wakes}) => wakes.apply),
    row('events for check', ({wakes}) => wakes.check),
    ...keys.map(key => row(key, ({requests}) => requests.get(key))),
  ]);
}

/** The first column to the left, the others, which are numbers, to the right. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>(
    (known, row) => row.map((text, column) => Math.max(known[column] ?? 0, text.length)),
    [],
  );
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map(row => row.map(pad).join('   ')).join('\n');
}
