import type {IncomingMessage} from 'node:http';
import {toOneLine} from '@image-puller/shared/text';
import {ApiError, parseApiError} from './api-error.ts';
import type {Connection} from './connection.ts';

/** A request to the API server; `path` has no query. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  /** `application/json` unless said otherwise. */
  readonly contentType?: string;
}

/** A 2xx answer, read to its end. */
export interface ApiResponse {
  readonly body: unknown;
  /** The texts of its `Warning` headers. */
  readonly warnings: readonly string[];
}

/** Limits on one request. */
export interface Limits {
  /** From the first byte sent to the last one read, in milliseconds. */
  readonly deadline: number;
  /** Of an answer, in bytes. */
  readonly answerSize: number;
  /** How long a connection is kept that no request uses, in milliseconds. */
  readonly idle: number;
}

/**
 * A page of 500 pods with 50 containers each is about 25 MB; anything past that is not an answer we asked for.
 *
 * kube-apiserver closes what is idle for 90 s (IdleTimeout in its secure_serving.go), load balancers mostly after 60 s. A
 * request that is on its way in that moment gets no answer, so connections are let go of before.
 */
export const defaultLimits: Limits = {deadline: 10_000, answerSize: 64 * 1024 * 1024, idle: 30_000};

/** Sends requests over a connection; each ends by its deadline, or when `signal` aborts. */
export interface Requests {
  /** Throws an `ApiError` for an answer that is not 2xx, or for none. */
  send(request: ApiRequest): Promise<ApiResponse>;
  /** Like `send` for an answer that has no end of its own: its body as it comes, for as long as `signal` allows. */
  stream(request: ApiRequest, signal: AbortSignal): Promise<IncomingMessage>;
  within(signal: AbortSignal): Requests;
}

export function createRequests(connection: Connection, limits: Limits = defaultLimits, signal?: AbortSignal): Requests {
  return {
    async send(request) {
      const deadline = AbortSignal.timeout(limits.deadline);
      const ended = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      return await explain(
        request,
        connection,
        limits,
        async () => {
          const response = await exchange(connection, request, ended);
          const body = await readBody(response, limits.answerSize);
          if (!isSuccess(response)) throw parseApiError(describe(request), response.statusCode ?? 0, body);
          return {body: parseBody(body), warnings: parseWarnings(response.headers.warning)};
        },
        signal,
      );
    },
    async stream(request, until) {
      return await explain(
        request,
        connection,
        limits,
        async () => {
          const response = await exchange(connection, request, until);
          if (isSuccess(response)) return response;
          throw parseApiError(describe(request), response.statusCode ?? 0, await readBody(response, limits.answerSize));
        },
        until,
      );
    },
    within: inner =>
      createRequests(connection, limits, signal === undefined ? inner : AbortSignal.any([signal, inner])),
  };
}

const describe = ({method, path}: ApiRequest): string => `${method} ${path.replace(/^\/apis?\/(apps\/)?v1\//, '')}`;

const isSuccess = ({statusCode = 0}: IncomingMessage): boolean => statusCode >= 200 && statusCode < 300;

async function exchange(connection: Connection, request: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) query.set(name, value);
  const sent = await connection.open(query.size === 0 ? request.path : `${request.path}?${query}`, {
    method: request.method,
    signal,
    headers: {
      accept: 'application/json',
      'user-agent': 'kubernetes-image-puller',
      ...(body !== undefined && {
        'content-type': request.contentType ?? 'application/json',
        'content-length': Buffer.byteLength(body),
      }),
    },
  });
  return await new Promise((resolve, reject) => {
    sent.once('response', resolve).once('error', reject).end(body);
  });
}

async function readBody(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > limit) {
      response.destroy();
      throw new ApiError('unavailable', `the answer is larger than ${limit} bytes`, response.statusCode);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError('unavailable', `the answer is not JSON: ${toOneLine(body, 80)}`);
  }
}

/** `299 - "unknown field \"spec.nope\""`, several in one header separated by commas (RFC 7234, 5.5). */
function parseWarnings(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(', ') : (header ?? '');
  return [...text.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, quoted = '']) =>
    toOneLine(quoted.replaceAll(/\\(.)/g, '$1')),
  );
}

/** Turns failures of the transport into an `ApiError` that names the request; what `outer` aborted with stays as it is. */
async function explain<T>(
  request: ApiRequest,
  connection: Connection,
  limits: Limits,
  run: () => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    outer?.throwIfAborted();
    if (error instanceof ApiError && error.status !== 0) throw error;
    const isLate = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
    const reason = isLate
      ? `no answer within ${limits.deadline / 1000} s`
      : toOneLine(error instanceof Error ? error.message || error.name : String(error));
    const message = `${describe(request)} at ${connection.server}: ${reason}`;
    throw new ApiError('unavailable', message, 0, [], isLate && request.method !== 'GET');
  }
}
