import type {Parsed, Problem} from './types.ts';

/** For each field of T, what was parsed for it. */
export type Parts<T> = {readonly [K in keyof T]-?: Parsed<T[K], Problem>};

/**
 * All fields together: a value if every part and every check has one, else the errors of all, so that an author sees
 * them at once. Warnings are kept either way. Problems are in the order of the fields, then of the checks.
 */
export function combine<T extends object>(
  parts: Parts<T>,
  checks: readonly Parsed<unknown, Problem>[],
): Parsed<T, Problem> {
  const value: Partial<T> = {};
  const all: Parsed<unknown, Problem>[] = [];
  for (const name of namesOf(parts)) {
    const part = parts[name];
    all.push(part);
    if ('value' in part) value[name] = part.value;
  }
  all.push(...checks);
  const warnings = all.flatMap(part => part.warnings);
  const errors = all.flatMap(part => ('errors' in part ? part.errors : []));
  return errors.length === 0 && isComplete<T>(value, parts) ? {value, warnings} : {errors, warnings};
}

function isComplete<T extends object>(value: Partial<T>, parts: Parts<T>): value is T {
  return namesOf(parts).every(name => Object.hasOwn(value, name));
}

function namesOf<T extends object>(parts: T): readonly (keyof T & string)[] {
  return Object.keys(parts).filter((name): name is keyof T & string => Object.hasOwn(parts, name));
}
