import {badRequest} from '../store/index.ts';

/** The target of a request, taken apart. */
export interface RequestUrl {
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * A target is a path or a whole URL (RFC 9112, 3.2); `//a` is a path, and names no host.
 *
 * @throws BadRequest (400) where it is neither, or is not percent-encoded as it should be.
 */
export function readUrl(target = '/'): RequestUrl {
  const url = URL.parse(target.startsWith('/') ? `http://127.0.0.1${target}` : target);
  if (url === null || !isDecodable(url.pathname)) throw badRequest(`the URL is malformed: ${JSON.stringify(target)}`);
  return {path: url.pathname, query: url.searchParams};
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
