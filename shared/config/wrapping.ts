import {quote} from './quote.ts';

/** What shells, editors and keyboards put around a text: straight, typographic and full-width quotes. */
const marks: ReadonlySet<string> = new Set('"\'`´“”„‟‘’‚‛«»‹›〝〞＂＇');

/** YAML's sign of a block (`|`, `>-`, `|2`), and then white space: no image, name or JSON begins so. */
const blockSign = /^[|>][-+]?[1-9]?[-+]?(?=\s|$)/;

/**
 * What stands around a whole value and was never meant as part of it, in words: quotes that a shell, a template or
 * `--from-literal` left there, or the sign of a YAML block. With it no value of any key is right. Undefined where nothing
 * does; other quotes are JSON's, or the mistake of one entry.
 */
export function describeWrapping(value: string): string | undefined {
  const text = value.trim();
  const [sign] = blockSign.exec(text) ?? [];
  if (sign !== undefined) return `the value begins with ${quote(sign)}, as a block does in YAML`;
  const {opening, inside, closing} = splitQuotes(text);
  if (opening.size === 0 || closing.size === 0) return undefined;
  const isJson = inside.startsWith('{') || inside.startsWith('[');
  const isOne = [...opening, ...closing].every(mark => !inside.includes(mark));
  return isJson || isOne ? 'the value is in quotes' : undefined;
}

/** The same of one word or one entry of a list, where a quote at one end is as wrong; undefined where there is none. */
export function describeQuotes(text: string): string | undefined {
  const begins = marks.has(text.charAt(0));
  const ends = marks.has(text.charAt(text.length - 1));
  if (begins && ends) return 'is in quotes';
  return begins ? 'begins with a quote' : ends ? 'ends with a quote' : undefined;
}

/**
 * Which entries of a list have quotes around them, in words: those that one pair goes around, or each by itself. Undefined
 * where they are the mistake of some entries. To leave out the first and last of a pair would let go of two images for one
 * mistake, and to leave out all would let go of all.
 */
export function describeQuotedEntries(entries: readonly string[]): string | undefined {
  const quotes = entries.map(describeQuotes);
  if (entries.length > 1 && quotes.every(each => each === 'is in quotes')) return 'each of its entries is in quotes';
  const first = quotes.indexOf('begins with a quote');
  const last = quotes.lastIndexOf('ends with a quote');
  return first >= 0 && first < last ? `has quotes around its entries ${first + 1} to ${last + 1}` : undefined;
}

/** The marks at both ends, whatever escapes and separators are among them, and what is between; no mark is both. */
function splitQuotes(text: string): {
  readonly opening: ReadonlySet<string>;
  readonly inside: string;
  readonly closing: ReadonlySet<string>;
} {
  let begin = 0;
  while (begin < text.length && isAround(text.charAt(begin), '\\')) begin++;
  // Nothing but quotes: half of them begin an empty text.
  if (begin === text.length) begin = Math.floor(begin / 2);
  let end = text.length;
  while (end > begin && isAround(text.charAt(end - 1), '\\; \t\r\n')) end--;
  const pick = (part: string) => new Set([...part].filter(character => marks.has(character)));
  const opening = pick(text.slice(0, begin));
  const closing = pick(text.slice(end));
  return {opening, inside: text.slice(begin, end).trim(), closing};
}

const isAround = (character: string, others: string): boolean => marks.has(character) || others.includes(character);
