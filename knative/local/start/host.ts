import type {Self} from './cluster/index.ts';
import type {End} from './end.ts';
import type {Output} from './terminal/index.ts';

/** What the process gives: everything ambient comes in here. */
export interface Host {
  readonly output: Output;
  /** The environment's TERM. */
  readonly terminalKind: string | undefined;
  /** Where the copy of the sample goes: the root of the repository. */
  readonly root: string;
  /** Milliseconds from a point in time that does not matter. */
  readonly now: () => number;
  readonly end: End;
  readonly self: Self;
  /** Calls its argument when the process ends, however it ends. */
  readonly onExit: (work: () => void) => void;
}

/** Why it does not start: lines for the user, without a stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}
