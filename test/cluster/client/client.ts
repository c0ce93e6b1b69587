import http from 'node:http';
import https from 'node:https';
import {text} from 'node:stream/consumers';

/** Where an API server is, and who asks. */
export interface ApiAccess {
  /** Such as `https://127.0.0.1:6443`. */
  readonly server: string;
  /** The certificate that signs the server's, as PEM; none for an http server. */
  readonly certificate?: string;
  /** A bearer token; none for a server that asks for none. */
  readonly token?: string;
}

/** One answer of the API, read to its end. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: T;
}

/** Speaks plain HTTP to an API server: what is sent and what comes back is what the wire carries. */
export interface ApiClient {
  readonly access: ApiAccess;
  /** A body that is text or bytes goes out as it is, anything else as JSON; a PATCH is a merge patch unless a header says else. */
  call<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>;
  /** The same, for those who want an answer in the 200s: throws any other, with its words. */
  ask<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** Opens a request whose answer goes on, such as a watch. It ends when the signal aborts. */
  open(path: string, signal: AbortSignal): Promise<http.IncomingMessage>;
  close(): void;
}

/** Of one request, in milliseconds. */
const deadline = 30_000;

/**
 * How long a connection is kept that no request uses, in milliseconds.
 * kube-apiserver closes it after 90 s, perhaps under a request.
 */
const idle = 30_000;

export function createApiClient(access: ApiAccess): ApiClient {
  const transport = access.server.startsWith('https:') ? https : http;
  const agent = new transport.Agent({keepAlive: true, maxSockets: 8, timeout: idle});
  const send = (
    method: string,
    path: string,
    headers: http.OutgoingHttpHeaders,
    signal: AbortSignal,
    body?: string | Uint8Array,
  ) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = transport.request(`${access.server}${path}`, {
        method,
        agent,
        signal,
        headers: {
          'user-agent': 'administrator',
          ...(access.token !== undefined && {authorization: `Bearer ${access.token}`}),
          ...headers,
        },
        ...(access.certificate !== undefined && {ca: access.certificate}),
      });
      request.on('response', resolve).on('error', reject);
      request.end(body);
    });

  const call: ApiClient['call'] = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const payload = body === undefined || isRaw ? body : JSON.stringify(body);
    const response = await send(
      method,
      path,
      {
        // Node frames no body of a DELETE by itself.
        ...(payload !== undefined && {'content-type': type, 'content-length': Buffer.byteLength(payload)}),
        ...headers,
      },
      AbortSignal.timeout(deadline),
      payload,
    );
    const content = await text(response);
    const isJson = /json/.test(response.headers['content-type'] ?? '');
    const parsed: T = isJson ? JSON.parse(content) : content;
    return {status: response.statusCode ?? 0, headers: response.headers, body: parsed};
  };

  return {
    access,
    call,
    async ask<T>(method: string, path: string, body?: unknown) {
      const answer = await call<T>(method, path, body);
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    },
    open: (path, signal) => send('GET', path, {}, signal),
    close: () => agent.destroy(),
  };
}
