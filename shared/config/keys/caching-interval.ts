import {accept, type Key, refuse, replace} from '../key.ts';
import {quote} from '../quote.ts';
import type {Parsed} from '../types.ts';
import {describeQuotes} from '../wrapping.ts';

const fallback = 1;
/** The longest Go duration in hours: 2^63-1 nanoseconds. A date so far ahead is still one that JavaScript knows. */
const most = 2_562_047;

/** `CACHING_INTERVAL_HOURS`: hours between refreshes. */
export const cachingIntervalHours: Key<number> = {
  name: 'CACHING_INTERVAL_HOURS',
  default: String(fallback),
  parse: parseHours,
  values: 'a whole number of hours, 1 or more',
  example: '12',
  origin: 'Go puller',
  doc: `The hours from one refresh to the next. At a refresh the registry is asked whether a tag now means another image. Write a whole
number from 1 to ${most}. For any other value there is a warning, and ${fallback} is used.`,
};

/** Go's strconv.Atoi, as the Go puller reads it: what that does not understand, and what is no interval, is 1. */
function parseHours(text: string): Parsed<number> {
  const hours = /^[+-]?[0-9]+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (hours >= 1 && hours <= most) return accept(hours);
  const allowed = `write whole hours from 1 to ${most}`;
  const quotes = describeQuotes(text.trim());
  if (quotes !== undefined) return refuse(`${quote(text.trim())} ${quotes}`, allowed);
  const wrong = Number.isNaN(hours) ? 'is not a whole number' : 'is not an interval';
  return replace(fallback, `${quote(text.trim())} ${wrong}: ${fallback} is used`, allowed);
}
