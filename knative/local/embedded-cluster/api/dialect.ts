import type {Json, JsonObject, Struct} from '../schema/index.ts';
import type {Kind} from '../store/index.ts';
import type {Answer} from './answer.ts';
import {type Presenter, plain} from './presenter.ts';
import type {ApiRequest} from './request.ts';

/**
 * What a patch makes of an object.
 *
 * @throws BadRequest (400) for a body that is no patch, Invalid (422) for one that does not fit.
 */
export type ApplyPatch = (current: JsonObject, body: string, schema: Struct) => JsonObject;

/** What a server can say of itself. */
export interface ServerFacts {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** The API groups it has. */
  readonly groups: readonly string[];
}

/**
 * What a client may say besides what the functions do, and how it is answered then. The functions send JSON and merge
 * patches, read whole objects and lists of them, and ask whether there is a group: that alone is in api/.
 */
export interface Dialect {
  /** Reads a body that is no JSON; undefined where nobody knows its media type. */
  readBody(request: ApiRequest, what: Kind | 'DeleteOptions'): Json | undefined;
  /** Finds out what a media type other than a merge patch means; undefined where nobody knows it. */
  findPatch(mediaType: string): ApplyPatch | undefined;
  /**
   * How the answer to a request is written. Ages are relative to `now`.
   *
   * @throws NotAcceptable (406) for a form that nobody can write.
   */
  choosePresenter(request: ApiRequest, now: () => Date): Presenter;
  /** The answer to a request that is about no resource; undefined where there is none. */
  answer(request: ApiRequest, server: ServerFacts): Answer | undefined;
}

/** No more than the functions need. */
export const functionsAlone: Dialect = {
  readBody: () => undefined,
  findPatch: () => undefined,
  choosePresenter: () => plain,
  answer: () => undefined,
};
