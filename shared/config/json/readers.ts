import type {Format} from '../../formats/index.ts';
import {quote} from '../quote.ts';
import {element, nameType, type Reader, reject} from './place.ts';

/** A string, of this format if one is given. */
export function text(format?: Format): Reader<string> {
  return place => {
    const value: unknown = place.node.value;
    if (place.node.type !== 'string' || typeof value !== 'string') {
      return reject(place, `is ${nameType(place.node)}`, 'write a string in double quotes');
    }
    if (format !== undefined && !format.matches(value)) {
      return reject(place, `${quote(value)} is not ${format.called}`, format.allowed);
    }
    return value;
  };
}

/** One of these strings, capitals as given. */
export function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  const allowed = `write ${listChoices(values.filter(value => value !== ''))}`;
  return place => {
    const value: unknown = place.node.value;
    const known = values.find(candidate => candidate === value);
    if (known !== undefined) return known;
    return reject(
      place,
      typeof value === 'string' ? `${quote(value)} is not known` : `is ${nameType(place.node)}`,
      allowed,
    );
  };
}

/** `a, b or c`. */
function listChoices(choices: readonly string[]): string {
  return choices.join(', ').replace(/, (?=[^,]*$)/, ' or ');
}

/** A whole number within these bounds, themselves included. */
export function integer(least: number, most: number): Reader<number> {
  return place => {
    const value: unknown = place.node.value;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    const wrong =
      typeof value === 'number' ? `${value} is not a whole number in the range` : `is ${nameType(place.node)}`;
    return reject(place, wrong, `write a whole number from ${least} to ${most}`);
  };
}

/** An array, each element read by the reader; `least` elements at least. */
export function list<T>(reader: Reader<T>, least = 0): Reader<T[]> {
  return place => {
    if (place.node.type !== 'array') return reject(place, `is ${nameType(place.node)}`, 'write an array in [ ]');
    const elements = place.node.children ?? [];
    if (elements.length < least) return reject(place, 'is empty', `write at least ${least} in [ ]`);
    return elements.flatMap((node, index) => reader(element(place, node, index)) ?? []);
  };
}

/** What the reader understands, if the check, which tells what is wrong, agrees. */
export function checked<T>(reader: Reader<T>, check: (value: T, place: Parameters<Reader<T>>[0]) => void): Reader<T> {
  return place => {
    const value = reader(place);
    if (value !== undefined) check(value, place);
    return value;
  };
}
