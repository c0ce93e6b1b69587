import type {Status} from 'kubernetes-types/meta/v1';
import type {Kind, StoredObject} from '../store/index.ts';

/** What is sent back. How it is written is a `Presenter`'s to say. */
export interface Answer {
  readonly status: number;
  readonly content: Content;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Content =
  | {readonly type: 'object'; readonly object: StoredObject}
  | {readonly type: 'list'; readonly list: ObjectList}
  | {readonly type: 'status'; readonly status: Status}
  /** Discovery and the like: written as JSON as it is. */
  | {readonly type: 'document'; readonly document: unknown; readonly mediaType?: string}
  | {readonly type: 'text'; readonly text: string};

/** Objects of one kind, as a list answers. */
export interface ObjectList {
  readonly kind: Kind;
  readonly items: readonly StoredObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    /** Where the next page begins. */
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** A Status as an answer, with its own code. */
export function answerStatus(status: Status): Answer {
  const seconds = status.details?.retryAfterSeconds;
  return {
    status: status.code ?? 200,
    content: {type: 'status', status},
    ...(seconds !== undefined && {headers: {'Retry-After': String(seconds)}}),
  };
}
