import {dnsLabel} from '../../formats/index.ts';
import {initContainerName} from '../../names/index.ts';
import {type Key, refuse} from '../key.ts';
import {quote} from '../quote.ts';
import type {Finding, NamedImage, Parsed} from '../types.ts';
import {parseImageReference} from '../values/index.ts';
import {describeQuotedEntries, describeQuotes} from '../wrapping.ts';

const example = 'che-code=quay.io/che-incubator/che-code:next; base=quay.io/devfile/base-developer-image:ubi9-latest';
const entryAllowed = 'write name=image and end each entry with ";"';

/** `IMAGES`: what is to be held on the nodes, in this order. */
export const images: Key<readonly NamedImage[]> = {
  name: 'IMAGES',
  default: '',
  unset: 'none: required',
  parse: parseImages,
  values: '`name=image` entries separated by `;`',
  example,
  origin: 'Go puller',
  doc: `The images to hold. Each entry names one container and its image. Spaces, line breaks and a \`;\` at the end do not matter. A name is
a DNS label, and each image needs a name of its own. The name \`${initContainerName}\` is taken by the init container. A wrong entry is left
out with a warning, and the others apply. If a name is written twice, the last image is used, at the place of the first. If no entry can be
used, the configuration is rejected.`,
};

/** One entry per `name=image`, in the order written. What is wrong with an entry is a warning; no usable entry is an error. */
function parseImages(text: string): Parsed<readonly NamedImage[]> {
  const entries = splitEntries(text);
  const quoted = describeQuotedEntries(entries);
  if (quoted !== undefined) return refuse(quoted, `write it without quotes, such as ${example}`);
  const warnings: Finding[] = [];
  const named = new Map<string, {readonly image: string; readonly where: string}>();
  for (const [index, entry] of entries.entries()) {
    const where = `entry ${index + 1}`;
    const parsed = parseEntry(entry);
    if ('wrong' in parsed) {
      warnings.push({where, wrong: `${parsed.wrong}: left out`, allowed: parsed.allowed});
      continue;
    }
    const first = named.get(parsed.name);
    if (first !== undefined) {
      const wrong = `the name ${quote(parsed.name)} is taken by ${first.where}`;
      const allowed = `give each image a name of its own; ${quote(parsed.image)} is used at the place of ${first.where}`;
      warnings.push({where, wrong, allowed});
    }
    named.set(parsed.name, {image: parsed.image, where: first?.where ?? where});
  }
  const value = [...named].map(([name, {image}]) => ({name, image}));
  if (value.length > 0) return {value, warnings};
  const wrong = text === '' ? 'is not set' : 'has no usable entry';
  return {...refuse(wrong, `write entries such as ${example}`), warnings};
}

/** Entries without the white space around them; separators at the end, however many, end nothing. */
function splitEntries(text: string): readonly string[] {
  const entries = text.split(';').map(entry => entry.trim());
  return entries.slice(0, entries.findLastIndex(entry => entry !== '') + 1);
}

function parseEntry(entry: string): NamedImage | {readonly wrong: string; readonly allowed: string} {
  if (entry === '') return {wrong: 'is empty', allowed: 'write one ";" between two entries'};
  const quotes = describeQuotes(entry);
  if (quotes !== undefined) return {wrong: `${quote(entry)} ${quotes}`, allowed: 'write name=image without quotes'};
  const [name = '', image, ...more] = entry.split('=', 3).map(part => part.trim());
  if (image === undefined) return {wrong: `${quote(entry)} has no "="`, allowed: entryAllowed};
  if (more.length > 0) return {wrong: `${quote(entry)} has more than one "="`, allowed: entryAllowed};
  if (name === initContainerName) {
    return {wrong: `the name ${quote(name)} is reserved for the init container`, allowed: 'give it another name'};
  }
  if (!dnsLabel.matches(name))
    return {wrong: `the name ${quote(name)} is not ${dnsLabel.called}`, allowed: dnsLabel.allowed};
  const reference = parseImageReference(image);
  if ('wrong' in reference) {
    const allowed = 'write an image such as registry.example/team/app:1.2';
    return {wrong: `the image ${quote(image)} ${reference.wrong}`, allowed};
  }
  return {name, image};
}
