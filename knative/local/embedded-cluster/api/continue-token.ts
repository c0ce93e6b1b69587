import {isJsonObject, type Json} from '../schema/index.ts';
import {badRequest} from '../store/index.ts';

/** Where the next page of a list begins. */
export interface ContinueToken {
  /** The resourceVersion that all pages show; undefined: whatever is newest, after the pages' own has expired. */
  readonly resourceVersion: string | undefined;
  /** The key of the last object already sent. */
  readonly after: string;
}

/** The token as Kubernetes writes it: base64 of JSON. Clients don't look inside. */
export function writeContinueToken({resourceVersion, after}: ContinueToken): string {
  const rv = resourceVersion === undefined ? -1 : Number(resourceVersion);
  return Buffer.from(JSON.stringify({v: 'meta.k8s.io/v1', rv, start: `${after}\0`})).toString('base64url');
}

/** @throws BadRequest (400) for what this server did not write. */
export function readContinueToken(text: string): ContinueToken {
  const json = parse(text);
  if (!isJsonObject(json) || typeof json.rv !== 'number' || typeof json.start !== 'string') {
    throw badRequest('invalid continue token: continue key is not valid: start the list again without it');
  }
  return {resourceVersion: json.rv < 0 ? undefined : String(json.rv), after: json.start.replace(/\0$/, '')};
}

function parse(text: string): Json {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
