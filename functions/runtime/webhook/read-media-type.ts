import {MIMEType} from 'node:util';
import type {ClientError} from '../delivery/index.ts';

/** A content type without its parameters, such as `application/json`; undefined where the request names none. */
export type MediaType = {readonly essence: string | undefined} | {readonly clientError: ClientError};

/** Reads the `content-type` header. UTF-8 is the one charset taken: JSON has no other (RFC 8259, 8.1). */
export function readMediaType(header: string | undefined): MediaType {
  if (header === undefined) return {essence: undefined};
  const type = parseMimeType(header);
  if (type === undefined) {
    return {
      clientError: {status: 415, reason: 'the content-type is not a media type: write one such as application/json'},
    };
  }
  const charset = type.params.get('charset')?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8') {
    return {clientError: {status: 415, reason: 'the charset is not utf-8, the only one taken'}};
  }
  return {essence: type.essence};
}

function parseMimeType(header: string): MIMEType | undefined {
  try {
    return new MIMEType(header);
  } catch {
    return undefined;
  }
}
