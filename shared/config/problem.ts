import type {Finding, Parsed, Problem} from './types.ts';

/** The most problems told of one key: a ConfigMap of 1 MiB has room for a hundred thousand. */
const most = 20;

/** One line: `NODE_SELECTOR: line 1, column 2: expected a quoted name in "{bad"; write a JSON object ...`. */
export function formatProblem({key, where, wrong, allowed}: Problem): string {
  return `${key}: ${where === undefined ? '' : `${where}: `}${wrong}; ${allowed}`;
}

/** What a parser found in the value of this key, bounded. */
export function attribute<T>(key: string, parsed: Parsed<T>): Parsed<T, Problem> {
  const name = (findings: readonly Finding[]) =>
    tellFirst(findings, finding => finding).map(finding => ({key, ...finding}));
  const warnings = name(parsed.warnings);
  return 'errors' in parsed ? {errors: name(parsed.errors), warnings} : {value: parsed.value, warnings};
}

/** The first {@link most} of what was found, put into words, and then how many more there are. */
export function tellFirst<T>(found: readonly T[], tell: (item: T, index: number) => Finding): readonly Finding[] {
  const more = found.length - most;
  if (more <= 0) return found.map(tell);
  const rest = {wrong: `${more} more problems like these`, allowed: 'fix the first ones to see the rest'};
  return [...found.slice(0, most).map(tell), rest];
}
