import {quote} from '../quote.ts';
import type {Parsed, Problem} from '../types.ts';
import {compareQuantities} from '../values/index.ts';

/** A request or limit as read from the ConfigMap, and whether its author wrote it or it is our default. */
export interface ReadQuantity {
  readonly key: string;
  readonly written: boolean;
  readonly parsed: Parsed<string, Problem>;
}

/**
 * Request and limit of one resource, the request not over the limit. Over it as written is an error. Where only one of
 * the two was written, the other's default gives way: nobody is rejected for what they did not write.
 */
export function pairResources(
  request: ReadQuantity,
  limit: ReadQuantity,
): {
  readonly request: Parsed<string, Problem>;
  readonly limit: Parsed<string, Problem>;
} {
  const pair = {request: request.parsed, limit: limit.parsed};
  if ('errors' in request.parsed || 'errors' in limit.parsed) return pair;
  if ((compareQuantities(request.parsed.value, limit.parsed.value) ?? 0) <= 0) return pair;
  if (!request.written) return {...pair, request: {...request.parsed, value: limit.parsed.value}};
  if (!limit.written) return {...pair, limit: {...limit.parsed, value: request.parsed.value}};
  const wrong = `${quote(request.parsed.value)} is over the ${limit.key} of ${quote(limit.parsed.value)}`;
  const error = {key: request.key, wrong, allowed: `write a request that is at most ${limit.key}`};
  return {...pair, request: {errors: [error], warnings: request.parsed.warnings}};
}
