import type {Line, Room} from '../progress/index.ts';

/** Where lines for the user go. */
export interface Terminal {
  /** Whether something is redrawn, or all that happens has to be said. */
  readonly is: 'live' | 'plain';
  /** Writes lines that stay. */
  say(...lines: readonly Line[]): void;
  /** Removes what is redrawn, and leaves the cursor as it was; later lines are written plainly. */
  end(): void;
}

/** What is redrawn below the lines that stay. */
export type RenderLive = (room: Room) => readonly Line[];

/** The part of a stream that is needed. */
export type Output = NodeJS.WriteStream;
