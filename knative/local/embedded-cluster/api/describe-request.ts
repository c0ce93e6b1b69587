import {kinds} from '../store/index.ts';
import {type RequestUrl, readUrl} from './read-url.ts';
import {readFlag} from './request.ts';
import type {ServedRequest, Verb} from './request-log.ts';
import {parseTarget, type Target} from './target.ts';

/** What a request is, from its first line and headers alone: for the log, and to choose what goes wrong. */
export function describeRequest(
  method: string,
  url: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ServedRequest {
  const {path, query} = readUrlOrNothing(url);
  const target = parseTarget(path);
  return {
    method,
    url,
    verb: target === undefined ? 'other' : verbOf(method, target, query),
    resource: target && kinds[target.resource.kind].plural,
    namespace: target?.namespace,
    name: target?.name,
    subresource: target?.subresource,
    dryRun: query.getAll('dryRun').includes('All'),
    userAgent: String(headers['user-agent'] ?? ''),
  };
}

/** What is malformed is refused later, with its reason. */
function readUrlOrNothing(url: string): RequestUrl {
  try {
    return readUrl(url);
  } catch {
    return {path: '/', query: new URLSearchParams()};
  }
}

function verbOf(method: string, {name}: Target, query: URLSearchParams): Verb {
  switch (method) {
    case 'GET':
      if (name !== undefined) return 'get';
      return readFlag(query, 'watch') ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      return 'other';
  }
}
