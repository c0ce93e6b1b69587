import type {Store} from '../store/index.ts';
import type {Dialect} from './dialect.ts';

/** What the verbs work on. */
export interface ApiContext {
  readonly store: Store;
  readonly now: () => Date;
  readonly dialect: Dialect;
  /** Tells the client of this request something, in a `Warning` header, whatever the answer is. */
  readonly warn: (text: string) => void;
}
