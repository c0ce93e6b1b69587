import {isDeepStrictEqual} from 'node:util';
import {type FileContent, type FileState, readState} from './read-content.ts';

/** A watch that can be ended. */
export interface FileWatch {
  /** Resolves when the listener does not run and will not run again. */
  stop(): Promise<void>;
}

/** What a save has done: to another content, or to the same one again, as a mere `touch` does too. */
export type Saved = 'changed' | 'saved again';

/** Milliseconds between two looks. Two make sure that a save is complete, so that it is heard of within 300 ms. */
const lookEvery = 150;

/**
 * Looks in a row at a file that is empty or not there before that is told: some editors empty or delete a file and then
 * write it, and a slow one takes a second for that.
 */
const looksAtNothing = 8;

/**
 * Calls the listener whenever a file has been saved and holds still: half of a save, and the moment between an editor's
 * delete and its rename, are never seen. One call at a time.
 *
 * It reads the file, a few kilobytes, instead of asking the system for notifications: those differ by platform, are lost
 * on network mounts, and follow the file and not the path.
 */
export function watchFile(
  path: string,
  known: FileContent,
  listener: (content: FileContent, saved: Saved) => Promise<void>,
): FileWatch {
  let told: FileState | {readonly content: FileContent; readonly version: undefined} = {
    content: known,
    version: undefined,
  };
  let seen: FileState | undefined;
  let looks = 0;
  let stopped = false;
  let looking = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const state = await readState(path);
    looks = isDeepStrictEqual(state, seen) ? looks + 1 : 1;
    seen = state;
    if (looks < looksWanted(state.content)) return;
    const isSame = isDeepStrictEqual(state.content, told.content);
    // Of what was read before this watch began it is not known which save it was.
    const isAgain = isSame && told.version !== undefined && told.version !== state.version;
    told = state;
    if (!isSame || isAgain) await listener(state.content, isSame ? 'saved again' : 'changed');
  };
  const lookLater = (): void => {
    timer = setTimeout(() => {
      looking = look().then(() => {
        if (!stopped) lookLater();
      });
    }, lookEvery);
  };
  lookLater();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

const looksWanted = (content: FileContent): number =>
  content.is === 'absent' || (content.is === 'text' && content.text.trim() === '') ? looksAtNothing : 2;
