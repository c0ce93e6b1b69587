import type {ServedRequest} from './request-log.ts';

/** What is to go wrong with one request; undefined: nothing. */
export type Fault =
  /** It is answered later, in milliseconds. */
  | {readonly delay: number}
  /** It is not served: this status is answered, with the words of an API server that is overloaded or ill. */
  | {readonly status: number; readonly retryAfter?: number}
  /** The connection is cut without an answer. */
  | {readonly hangUp: true}
  /** There is no answer at all, until the client gives up. */
  | {readonly silent: true};

/** Asked about each request before it is served, so that tests can make the API server slow, overloaded or away. */
export type Intercept = (request: ServedRequest) => Fault | undefined;
