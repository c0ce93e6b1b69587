import {formatReference, parseReference} from '@image-puller/embedded-cluster';
import {EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException} from 'js-yaml';
import {formatPlace} from './place.ts';
import type {NamedTag, ParsedTags} from './types.ts';

/**
 * Reads a mapping of image references to builds. Every problem is told, with line and column; an empty file says that no
 * tag has moved. Never throws.
 *
 * It reads YAML by its events, since values have no place any more.
 */
export function parseTags(text: string): ParsedTags {
  let events: readonly Event[];
  try {
    events = parseEvents(text, {});
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const where = error.mark === undefined ? '' : `${formatPlace(text, error.mark.position)}: `;
    return {problems: [`${where}not YAML: ${error.reason}`]};
  }
  const [document, root, ...rest] = events;
  if (document === undefined || root === undefined || isNothing(text, root)) return {tags: []};
  const problems: string[] = [];
  const complain = (event: Event, problem: string): void =>
    void problems.push(`${formatPlace(text, placeOf(event))}: ${problem}`);
  if (root.type !== EVENT_ID.MAPPING) {
    complain(root, `write a mapping, a line for each tag: ${example}`);
    return {problems};
  }
  const tags: NamedTag[] = [];
  for (const [key, value] of pairUp(rest)) {
    const tag = readTag(text, key, value, complain);
    if (tag === undefined) continue;
    if (tags.some(({reference}) => reference === tag.reference)) {
      complain(key, `${tag.reference} is there twice; leave one of the lines out`);
    } else tags.push(tag);
  }
  const second = events.findLast(({type}) => type === EVENT_ID.DOCUMENT);
  if (second !== document) problems.push('several documents (---); write one mapping');
  return problems.length > 0 ? {problems} : {tags};
}

const example = 'quay.io/org/app:next: 2';

type Complain = (event: Event, problem: string) => void;

function readTag(text: string, key: Event, value: Event, complain: Complain): NamedTag | undefined {
  if (key.type !== EVENT_ID.SCALAR) {
    complain(key, `an image is wanted here, and the build after it: ${example}`);
    return undefined;
  }
  const name = getScalarValue(text, key);
  const reference = parseReference(name);
  if (reference === undefined) {
    complain(key, `"${name}" is no image; write host/path:tag, such as ${example}`);
    return undefined;
  }
  if (reference.digest !== undefined) {
    complain(key, `${name} has a digest, and always means the same; name a tag`);
    return undefined;
  }
  const build = value.type === EVENT_ID.SCALAR ? getScalarValue(text, value).trim() : '';
  if (build === '' || (build.startsWith('sha256:') && !/^sha256:[0-9a-f]{64}$/.test(build))) {
    // A value that is left out is nowhere.
    const isThere = value.type !== EVENT_ID.SCALAR || value.valueStart >= 0;
    complain(isThere ? value : key, `${name} has no build; write a word or a number, or sha256: and 64 hex digits`);
    return undefined;
  }
  return {reference: formatReference(reference), build};
}

/** Keys and values of the mapping whose events these are, up to its end; what is within a value is passed over. */
function pairUp(events: readonly Event[]): readonly (readonly [key: Event, value: Event])[] {
  const own: Event[] = [];
  let depth = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) depth -= 1;
    else if (depth === 0) own.push(event);
    if (depth < 0) break;
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) depth += 1;
  }
  return own.flatMap((event, index) => {
    const value = own[index + 1];
    return index % 2 === 1 || value === undefined ? [] : [[event, value] as const];
  });
}

/** `null`, `~`, or a document without a word. */
const isNothing = (text: string, event: Event): boolean =>
  event.type === EVENT_ID.POP ||
  (event.type === EVENT_ID.SCALAR && ['', '~', 'null'].includes(getScalarValue(text, event)));

function placeOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : 0;
}
