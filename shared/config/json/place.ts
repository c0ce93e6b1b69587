import type {Node} from 'jsonc-parser';
import {visible} from '../quote.ts';
import type {Finding} from '../types.ts';

/** What readers find on their way through a tree. */
export interface Findings {
  readonly warnings: Finding[];
  readonly errors: Finding[];
}

/** A node of a JSON text, where it is (`nodeAffinity.foo[0]`, empty for the root), and where to tell what is wrong. */
export interface Place {
  readonly node: Node;
  readonly path: string;
  readonly findings: Findings;
}

/** Understands one node. Undefined means that it did not, and then it has told an error. */
export type Reader<T> = (place: Place) => T | undefined;

/** Tells an error at this place: the value is rejected. */
export function reject(place: Place, wrong: string, allowed: string): undefined {
  place.findings.errors.push(locate(place.path, wrong, allowed));
}

/** Tells a warning at this place: the rest of the value applies. */
export function warn(place: Place, wrong: string, allowed: string): void {
  place.findings.warnings.push(locate(place.path, wrong, allowed));
}

/** The place of an element of an array. */
export function element(place: Place, node: Node, index: number): Place {
  return {...place, node, path: `${place.path}[${index}]`};
}

/** The place of a member of an object; a name that is no identifier is quoted: `matchLabels["example.com/a"]`. */
export function member(place: Place, node: Node, name: string): Place {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  const shown = visible(name);
  const path = isPlain ? (place.path === '' ? shown : `${place.path}.${shown}`) : `${place.path}["${shown}"]`;
  return {...place, node, path};
}

/** The members of an object in the order written; an object's node has nothing else among its children. */
export function membersOf(node: Node): readonly {readonly name: string; readonly value: Node}[] {
  return (node.children ?? []).flatMap(({children}) => {
    const [key, value] = children ?? [];
    const name: unknown = key?.value;
    return typeof name === 'string' && value !== undefined ? [{name, value}] : [];
  });
}

/** What a node is, for messages: `an object`, `a number`. */
export function nameType(node: Node): string {
  if (node.type === 'null') return 'null';
  return `${node.type === 'object' || node.type === 'array' ? 'an' : 'a'} ${node.type}`;
}

function locate(path: string, wrong: string, allowed: string): Finding {
  return path === '' ? {wrong, allowed} : {where: path, wrong, allowed};
}
