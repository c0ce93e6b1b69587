import type {ServerOptions} from 'node:http';

/** Of every HTTP server here, in milliseconds. */
export const serverOptions: ServerOptions = {
  // A sender that dribbles its headers; the guard's own deadline is for the body.
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  // Longer than Go's clients (90 s) keep an idle connection, so that they never write into one that is being closed.
  keepAliveTimeout: 100_000,
};
