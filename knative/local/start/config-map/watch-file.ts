import {isDeepStrictEqual} from 'node:util';
import {type FileContent, readContent} from './read-file.ts';

/** A watch that can be ended. */
export interface FileWatch {
  /** Resolves when the listener does not run and will not run again. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks. Two make sure that a save is complete, so that it is heard of within 300 ms. */
const lookEvery = 150;

/**
 * Calls the listener whenever a file's content is another one than before, and has been for two looks in a row: half of a
 * save, and the moment between an editor's delete and its rename, are never seen. One call at a time.
 *
 * It reads the file, a few kilobytes, instead of asking the system for notifications: those differ by platform, are lost
 * on network mounts, follow the file and not the path, and come for a mere `touch`.
 */
export function watchFile(
  path: string,
  known: FileContent,
  listener: (content: FileContent) => Promise<void>,
): FileWatch {
  let told = known;
  let seen = known;
  let stopped = false;
  let looking = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const content = await readContent(path);
    const holdsStill = isDeepStrictEqual(content, seen);
    seen = content;
    if (!holdsStill || isDeepStrictEqual(content, told)) return;
    told = content;
    await listener(content);
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
