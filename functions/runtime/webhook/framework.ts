import type {IncomingMessage, ServerResponse} from 'node:http';
import {http, type Request} from '@google-cloud/functions-framework';
// The one way to the framework's server without its command line, which ends it at SIGTERM in the midst of a request.
import {getTestServer} from '@google-cloud/functions-framework/testing';
import type {Express, NextFunction} from 'express';

/** Handles a request whose body has been read. Must not throw. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/**
 * Registers a function with the Functions Framework and returns the way in to it.
 *
 * @param onError ends a response for a request that the framework or Express did not take (a malformed URL): without it
 * they answer with a page and write the stack to stderr
 */
export function registerFunction(
  name: string,
  handle: Handler,
  onError: (request: IncomingMessage, response: ServerResponse) => void,
): Handler {
  http(name, (request, response) => handle(request, response, request.rawBody ?? Buffer.alloc(0)));
  const framework = getTestServer(name);
  for (const listener of framework.listeners('request')) {
    if (!isExpress(listener)) continue;
    listener.use((_error: unknown, request: Request, response: ServerResponse, _next: NextFunction) =>
      onError(request, response),
    );
  }
  return (request, response, body) => {
    framework.emit('request', Object.assign(request, {rawBody: body}), response);
  };
}

const isExpress = (listener: unknown): listener is Express => typeof listener === 'function' && 'use' in listener;
