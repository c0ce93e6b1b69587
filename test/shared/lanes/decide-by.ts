import {type Answered, type Asking, type Known, learn, listUnanswered, type Question} from '@image-puller/shared/ask';

/** What a decision came to, and how. */
export interface Decided<T> {
  readonly decision: T;
  /** What was asked, in that order, and answered. */
  readonly asked: readonly Answered[];
  readonly rounds: number;
}

/** Decides by these answers; undefined where one is wanted that there is not. */
export function decideBy<T>(
  asking: Asking<T>,
  answer: (question: Question) => Answered | undefined,
): Decided<T> | undefined {
  const asked: Answered[] = [];
  let known: Known = {};
  let rounds = 0;
  let step = asking.next();
  for (; !step.done; step = asking.next(known)) {
    rounds++;
    for (const question of listUnanswered(step.value, known)) {
      const found = answer(question);
      if (found === undefined) return undefined;
      asked.push(found);
    }
    known = learn({}, asked);
  }
  return {decision: step.value, asked, rounds};
}
