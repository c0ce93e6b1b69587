import {StatusError} from '../store/index.ts';

/** 405, with the methods that would do: an answer must name them (RFC 9110, 15.5.6). */
export class MethodNotAllowed extends StatusError {
  readonly allow: readonly string[];

  constructor(allow: readonly string[]) {
    super(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
    this.allow = allow;
  }
}
