import type {Told} from './told.ts';

/** What an Event of one reason is, and what a reader of it does. The last two are cells of the table in docs/operations.md, in Markdown. */
interface Description {
  /** A Warning wants somebody to do something. */
  readonly type: 'Normal' | 'Warning';
  readonly happened: string;
  /** Empty where there is nothing to do. */
  readonly remedy: string;
}

/** Everything about the Events of one reason. */
export interface Declared<R extends string, A extends readonly unknown[]> extends Description {
  readonly reason: R;
  readonly say: (...about: A) => Told;
}

/** Declares the Events of one reason, with their words. After a change: `npm run docs -w test`. */
export const declare = <R extends string, A extends readonly unknown[]>(
  reason: R,
  {words, ...description}: Description & {readonly words: (...about: A) => Omit<Told, 'reason' | 'type'>},
): Declared<R, A> => ({
  reason,
  ...description,
  say: (...about) => ({reason, type: description.type, ...words(...about)}),
});
