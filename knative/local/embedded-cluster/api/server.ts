import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import type {Store} from '../store/index.ts';
import {describeRequest} from './describe-request.ts';
import type {Dialect} from './dialect.ts';
import {listGroups} from './groups.ts';
import type {Intercept} from './intercept.ts';
import {createRequestLog, type RequestLog} from './request-log.ts';
import {serve, serveFault} from './serve.ts';

export interface ApiServerOptions {
  readonly store: Store;
  readonly now: () => Date;
  /** On 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
  readonly openshift: boolean;
  readonly dialect: Dialect;
  readonly intercept: Intercept | undefined;
}

export interface ApiServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly requests: RequestLog;
  /** Replaces what goes wrong from now on; undefined: nothing. */
  setIntercept(intercept: Intercept | undefined): void;
  /** Ends all that is open, watches too. */
  close(): Promise<void>;
}

/** Starts the Kubernetes API on a port of its own. Rejects where the port is taken. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const requests = createRequestLog(50_000);
  let intercept = options.intercept;
  const groups = listGroups(options.openshift);
  let host = '127.0.0.1';

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const described = describeRequest(message.method ?? 'GET', message.url ?? '/', message.headers);
    requests.add(described);
    const fault = intercept?.(described);
    if (fault !== undefined && 'silent' in fault) return;
    if (fault !== undefined && !('delay' in fault)) return serveFault(fault, response);
    if (fault !== undefined) await delay(fault.delay);
    // Reading the request of a client that gave up meanwhile fails: its write is not made.
    await serve(options, {host, groups}, message, response);
  };
  const server = createServer((message, response) => {
    // serve answers its own errors; what is left is a connection that broke.
    handle(message, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address === 'object' && address !== null) host = `127.0.0.1:${address.port}`;

  return {
    url: `http://${host}`,
    requests,
    setIntercept(next) {
      intercept = next;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
