import {findAnswer, type Known} from './known.ts';
import {type Answers, buildQuestion, type Question, type Subjects, type What} from './questions.ts';

/**
 * A decision that may need what only the cluster can say. It reads like a function that waits for its answers, and does no I/O:
 * each `yield*` is a place where something may be asked.
 */
export type Asking<T> = Generator<readonly Question[], T, Known>;

/** The decision, or what is to be found out before it can be made. */
export type Settled<T> = {readonly is: 'decided'; readonly decision: T} | {readonly is: 'open'; readonly wants: Wants};

/** At least one question, each once. */
export type Wants = readonly Question[];

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

/** The same for two of different kinds. */
export function* askBoth<A, B>(first: Asking<A>, second: Asking<B>): Asking<readonly [A, B]> {
  let [a, b] = [first.next(), second.next()];
  while (!a.done || !b.done) {
    const known = yield [...(a.done ? [] : a.value), ...(b.done ? [] : b.value)];
    if (!a.done) a = first.next(known);
    if (!b.done) b = second.next(known);
  }
  return [a.value, b.value];
}

/**
 * Comes as far as it can by what is known. A pure function of both: it begins at the start each time.
 *
 * @param begin makes the asking anew
 */
export function settle<T>(begin: () => Asking<T>, known: Known): Settled<T> {
  const asking = begin();
  for (let step = asking.next(); ; step = asking.next(known)) {
    if (step.done) return {is: 'decided', decision: step.value};
    const missing = step.value.filter(question => findAnswer(known, question) === undefined);
    if (missing.length > 0) return {is: 'open', wants: unique(missing)};
  }
}

const unique = (questions: readonly Question[]): Wants => [
  ...new Map(questions.map(question => [`${question.what} ${question.key}`, question])).values(),
];
