import {createScanner, type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';
import {tellFirst} from '../problem.ts';
import {quote} from '../quote.ts';
import type {Finding, Parsed} from '../types.ts';

/** Deeper than anything Kubernetes has a type for, shallow enough for a recursive parser. */
const deepest = 64;

/**
 * The tree of a JSON text. All syntax errors are found at once, each with its line and column (from 1); those that only
 * follow from the one before are left out. `allowed` says for each what this value should be.
 */
export function parseJson(text: string, allowed: string): Parsed<Node> {
  const place = locator(text);
  const depth = findTooDeep(text);
  if (depth !== undefined) {
    return reject([{where: place(depth), wrong: `is nested more than ${deepest} deep`, allowed}]);
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, {disallowComments: true});
  const found = errors.flatMap((error, index) => {
    const [previous, next] = [errors[index - 1], errors[index + 1]];
    return previous !== undefined && follows(error, previous, text) ? [] : [{error, next}];
  });
  if (root !== undefined && found.length === 0) return {value: root, warnings: []};
  return reject(
    tellFirst(found, ({error, next}) => {
      const wrong = `${describe(error, next, text)} in ${excerpt(text, error)}`;
      return {where: place(error.offset), wrong, allowed};
    }),
  );
}

function reject(errors: readonly Finding[]): Parsed<never> {
  return {errors, warnings: []};
}

/** Whether an error only comes of the one before: something is missed because what stands there could not be read. */
function follows(error: ParseError, previous: ParseError, text: string): boolean {
  const end = previous.offset + previous.length;
  const code = printParseErrorCode(error.error);
  if (!code.endsWith('Expected')) return error.offset < end;
  if (error.offset <= end) return true;
  // Two missing commas are two errors, and so are a word that can't be read and a missing end.
  if (code === 'ValueExpected' && error.offset === text.length) return true;
  return code !== 'CommaExpected' && text.slice(end, error.offset).trim() === '';
}

/** The offset of the first bracket that nests too deep: a recursive parser must not meet it. */
function findTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const token = text.charAt(scanner.getTokenOffset());
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth > deepest) return scanner.getTokenOffset();
  }
  return undefined;
}

/** Turns offsets, which must not decrease from call to call, into lines and columns: one pass over the text in all. */
function locator(text: string): (offset: number) => string {
  let line = 1;
  let start = 0;
  let end = text.indexOf('\n');
  return offset => {
    while (end !== -1 && end < offset) {
      line += 1;
      start = end + 1;
      end = text.indexOf('\n', start);
    }
    return `line ${line}, column ${offset - start + 1}`;
  };
}

/** What stands around the error on its line: 20 characters before it, and as many after as a message may have. */
function excerpt(text: string, {offset}: ParseError): string {
  const before = text.slice(Math.max(0, offset - 20), offset);
  const after = text.slice(offset, offset + 100);
  const [rest = ''] = after.split('\n', 1);
  return quote((before.slice(before.lastIndexOf('\n') + 1) + rest).trim());
}

/** The last character before the offset that is no white space. */
function findBefore(text: string, offset: number): string | undefined {
  let index = offset - 1;
  while (index >= 0 && ' \t\r\n'.includes(text.charAt(index))) index -= 1;
  return text[index];
}

/** What the parser misses or can't read, by the names of its error codes. */
const descriptions = new Map([
  ['PropertyNameExpected', 'expected a quoted name'],
  ['ValueExpected', 'expected a value'],
  ['ColonExpected', 'expected ":" and a value'],
  ['CommaExpected', 'expected ","'],
  ['CloseBraceExpected', 'expected "}" before the end'],
  ['CloseBracketExpected', 'expected "]" before the end'],
  ['EndOfFileExpected', 'expected nothing more'],
  ['InvalidCommentToken', 'found a comment, which JSON does not have,'],
  ['UnexpectedEndOfComment', 'found a comment, which JSON does not have,'],
  ['UnexpectedEndOfString', 'found a string without its closing quote'],
  ['UnexpectedEndOfNumber', 'found a broken number'],
  ['InvalidUnicode', 'found an escape that JSON does not have'],
  ['InvalidEscapeCharacter', 'found an escape that JSON does not have'],
  ['InvalidCharacter', 'found a control character, which must be escaped,'],
]);

function describe(error: ParseError, next: ParseError | undefined, text: string): string {
  const code = printParseErrorCode(error.error);
  if (code === 'InvalidSymbol') return describeSymbol(findBefore(text, error.offset), next);
  return descriptions.get(code) ?? 'found something that is not JSON';
}

/** A bare word stands for whatever belongs at its place: that depends on what is before it and what misses it after. */
function describeSymbol(before: string | undefined, next: ParseError | undefined): string {
  const nameMissed = next !== undefined && printParseErrorCode(next.error) === 'PropertyNameExpected';
  if (before === '{' || (before === ',' && nameMissed)) return 'expected a quoted name';
  if (before === undefined || ':[,'.includes(before)) return 'expected a value (strings are in double quotes)';
  return 'expected nothing here';
}
