import type {Answers, Question, What} from './questions.ts';

/** The answers so far, by the question's name and key. */
export type Known = {readonly [W in What]?: ReadonlyMap<string, {readonly answer: Answers[W]}>};

/** A question with its answer. */
export interface Answered<W extends What = What> {
  readonly question: Question<W>;
  readonly answer: Answers[W];
}

/** Undefined where it was not answered yet; an answer may be undefined itself. */
export const findAnswer = <W extends What>(
  known: Known,
  {what, key}: Question<W>,
): {readonly answer: Answers[W]} | undefined => known[what]?.get(key);

/** What is known, and these answers. */
export function learn(known: Known, answered: readonly Answered[]): Known {
  let sum = known;
  for (const {question, answer} of answered)
    sum = {...sum, [question.what]: new Map([...(sum[question.what] ?? []), [question.key, {answer}]])};
  return sum;
}
