import {objectNameLength} from '../formats/index.ts';
import {hashText} from '../hash/index.ts';

/** Of the hash that takes the place of a name's end, with the dash before it. */
const endLength = 11;

/**
 * A name that fits: as it is, or its beginning and a hash of all of it. What goes in is a valid name but for its length: a
 * DNS subdomain of lower-case letters, digits, `-` and `.`. What comes out is a valid one, and a valid label value if `most`
 * is short enough. Different names stay different.
 *
 * @param most the most characters it may have, 12 or more
 */
export const shortenName = (name: string, most: number = objectNameLength): string =>
  name.length <= most ? name : `${cutName(name, most - endLength)}-${hashText(name, endLength - 1)}`;

/** Could {@link shortenName} make this name of one that begins so? */
export const mayBegin = (name: string, beginning: string, most: number = objectNameLength): boolean =>
  name.startsWith(beginning.length <= most - endLength ? beginning : cutName(beginning, most - endLength));

/** No label of a subdomain ends with what joins labels. */
const cutName = (name: string, length: number): string => name.slice(0, length).replace(/[^a-z0-9]+$/, '');
