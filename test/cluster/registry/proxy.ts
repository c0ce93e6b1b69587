import http from 'node:http';
import {parseRequest, type RegistryRequest} from './request.ts';

/** Who may pull. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What is done about a request instead of answering it at once; see {@link Proxy.setIntercept}. */
export interface Interception {
  /** The answer waits for this. */
  readonly after?: Promise<unknown>;
  /** Answered with this and an error in the registry's words, and not asked further. */
  readonly status?: number;
}

export type Intercept = (request: Omit<RegistryRequest, 'status'>) => Interception | undefined;

/** What stands in front of a registry, and is what nodes speak to. */
export interface Proxy {
  readonly server: http.Server;
  readonly requests: readonly RegistryRequest[];
  /** Lets only these in, by HTTP basic authentication; none lets everybody in. */
  setCredentials(credentials: readonly Credentials[]): void;
  setIntercept(intercept: Intercept | undefined): void;
}

/** Passes on what it lets through, as it is, to a registry on that port of 127.0.0.1. */
export function createProxy(backend: number, agent: http.Agent): Proxy {
  const requests: RegistryRequest[] = [];
  let allowed: readonly string[] = [];
  let intercept: Intercept = () => undefined;

  const answer = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const asked = parseRequest(request);
    response.on('close', () => requests.push({...asked, status: response.statusCode}));
    const {after, status} = intercept(asked) ?? {};
    await after;
    if (allowed.length > 0 && !allowed.includes(request.headers.authorization ?? '')) {
      response.setHeader('www-authenticate', 'Basic realm="registry"');
      refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    } else if (status !== undefined) refuse(response, status, 'UNKNOWN', 'told to fail');
    else forward(request, response);
  };

  const forward = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const {method, url: path, headers} = request;
    const forwarded = http.request({port: backend, host: '127.0.0.1', method, path, headers, agent}, answered => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    forwarded.on('error', ({message}) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 502, 'UNKNOWN', message);
    });
    request.pipe(forwarded);
  };

  return {
    server: http.createServer((request, response) => {
      answer(request, response).catch(error => response.destroy(error));
    }),
    requests,
    setCredentials(credentials) {
      allowed = credentials.map(({user, password}) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
    },
    setIntercept(next = () => undefined) {
      intercept = next;
    },
  };
}

/** As the distribution specification has it: the node shows these words to its user. */
function refuse(response: http.ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, {'content-type': 'application/json'});
  response.end(JSON.stringify({errors: [{code, message}]}));
}
