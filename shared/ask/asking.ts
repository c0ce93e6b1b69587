import {findAnswer, type Known} from './known.ts';
import {type Answers, buildQuestion, type Question, type Subjects, type What} from './questions.ts';

/**
 * A decision that may need what only the cluster can say. It reads like a function that waits for its answers, and does no I/O:
 * each `yield*` is a place where something may be asked. Whoever runs it finds the answers to what it yields, and goes on with all
 * that is known by then. It depends on the answers alone: begun again with what is known in the end, it asks nothing and decides
 * the same.
 */
export type Asking<T> = Generator<readonly Question[], T, Known>;

/** Asks one question. */
export function* ask<W extends What>(what: W, about: Subjects[W]): Asking<Answers[W]> {
  const question = buildQuestion(what, about);
  const found = findAnswer(yield [question], question);
  if (found === undefined) throw new Error(`went on without an answer: ${what} ${question.key}`);
  return found.answer;
}

/** Decides all of these side by side: what they ask is asked at the same time. */
export function* askAll<T>(askings: readonly Asking<T>[]): Asking<readonly T[]> {
  const steps = askings.map(asking => asking.next());
  for (;;) {
    const wants = steps.flatMap(step => (step.done ? [] : step.value));
    if (wants.length === 0) return steps.flatMap(step => (step.done ? [step.value] : []));
    const known = yield wants;
    for (const [index, asking] of askings.entries())
      if (steps[index]?.done === false) steps[index] = asking.next(known);
  }
}

/** Those of which it is true: what has to be asked for it is asked at the same time. */
export function* askFilter<T>(items: readonly T[], isTrue: (item: T) => Asking<boolean>): Asking<readonly T[]> {
  const answers = yield* askAll(items.map(isTrue));
  return items.filter((_, index) => answers[index]);
}

/** The same as `askAll` for two of different kinds. */
export function* askBoth<A, B>(first: Asking<A>, second: Asking<B>): Asking<readonly [A, B]> {
  let [a, b] = [first.next(), second.next()];
  while (!a.done || !b.done) {
    const known = yield [...(a.done ? [] : a.value), ...(b.done ? [] : b.value)];
    if (!a.done) a = first.next(known);
    if (!b.done) b = second.next(known);
  }
  return [a.value, b.value];
}

/** The questions that have no answer yet, each once. */
export const listUnanswered = (questions: readonly Question[], known: Known): readonly Question[] => [
  ...new Map(
    questions
      .filter(question => findAnswer(known, question) === undefined)
      .map(question => [`${question.what} ${question.key}`, question]),
  ).values(),
];
