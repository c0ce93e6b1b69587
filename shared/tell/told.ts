import {formatProblem, type Problem} from '../config/index.ts';
import type {Reason} from './reasons.ts';

/** One line of the story that `kubectl describe configmap` tells. */
export interface Told {
  readonly reason: Reason;
  readonly message: string;
  /** What the message is about where its words keep changing, such as counts: one Event for all of them. */
  readonly about?: string;
  /** It has just become so: told at once, however lately the same was told. */
  readonly isNews?: boolean;
}

export const tellProblem =
  (reason: Reason) =>
  (problem: Problem): Told => ({reason, message: formatProblem(problem)});
