import {isDeepStrictEqual} from 'node:util';
import {isJsonObject, type Json, type JsonObject} from '../../schema/index.ts';

/** A patch that does not fit the object: a path that is not there, a test that fails. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
}

/** RFC 6902. */
export function applyJsonPatch(target: JsonObject, operations: readonly Json[]): Json {
  return operations.reduce<Json>((document, operation) => applyOperation(document, operation), target);
}

function applyOperation(document: Json, operation: Json): Json {
  if (!isJsonObject(operation)) throw new JsonPatchError('an operation is an object with op and path');
  const {op, path, from, value = null} = operation;
  const to = parsePointer(path);
  switch (op) {
    case 'add':
      return put(document, to, value, 'add');
    case 'replace':
      read(document, to);
      return put(document, to, value, 'replace');
    case 'remove':
      read(document, to);
      return remove(document, to);
    case 'copy':
      return put(document, to, read(document, parsePointer(from)), 'add');
    case 'move': {
      const source = parsePointer(from);
      return put(remove(document, source), to, read(document, source), 'add');
    }
    case 'test':
      if (!isDeepStrictEqual(read(document, to), value)) throw new JsonPatchError(`test failed at ${path}`);
      return document;
    default:
      throw new JsonPatchError(`op ${JSON.stringify(op)} is none of add, remove, replace, move, copy, test`);
  }
}

function parsePointer(path: Json | undefined): readonly string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) throw new JsonPatchError(`no path: ${path}`);
  return path
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(document: Json, key: string): Json | undefined {
  if (Array.isArray(document)) return /^\d+$/.test(key) ? document[Number(key)] : undefined;
  return isJsonObject(document) && Object.hasOwn(document, key) ? document[key] : undefined;
}

function read(document: Json, path: readonly string[]): Json {
  return path.reduce((at, key) => {
    const found = child(at, key);
    if (found === undefined) throw new JsonPatchError(`nothing at /${path.join('/')}`);
    return found;
  }, document);
}

function put(document: Json, path: readonly string[], value: Json, how: 'add' | 'replace'): Json {
  return change(document, path, (parent, key) => {
    if (!Array.isArray(parent)) return {...(isJsonObject(parent) ? parent : {}), [key]: value};
    const index = key === '-' ? parent.length : Number(key);
    if (!Number.isInteger(index) || index > parent.length) throw new JsonPatchError(`no place /${path.join('/')}`);
    return parent.toSpliced(index, how === 'add' ? 0 : 1, value);
  });
}

function remove(document: Json, path: readonly string[]): Json {
  return change(document, path, (parent, key) => {
    if (Array.isArray(parent)) return parent.toSpliced(Number(key), 1);
    const {[key]: _, ...rest} = isJsonObject(parent) ? parent : {};
    return rest;
  });
}

/** The document with the parent of a path changed. */
function change(document: Json, path: readonly string[], edit: (parent: Json, key: string) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) throw new JsonPatchError('the whole document cannot be changed');
  if (rest.length === 0) return edit(document, key);
  const inner = change(read(document, [key]), rest, edit);
  return Array.isArray(document)
    ? document.with(Number(key), inner)
    : {...(isJsonObject(document) ? document : {}), [key]: inner};
}
