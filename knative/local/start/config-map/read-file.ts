import {readFile} from 'node:fs/promises';

/** What was found at a path. */
export type FileContent =
  | {readonly is: 'text'; readonly text: string}
  | {readonly is: 'absent'}
  | {readonly is: 'unreadable'; readonly because: string};

/** Kubernetes takes no ConfigMap over 1 MiB; several of them with comments may be more. */
const most = 4 * 1024 * 1024;

/** Reads a text file. Never throws. */
export async function readContent(path: string): Promise<FileContent> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > most) return {is: 'unreadable', because: `it is larger than ${most / 1024 / 1024} MiB`};
    return {is: 'text', text};
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return {is: 'absent'};
    if (code === 'EISDIR') return {is: 'unreadable', because: 'it is a directory'};
    return {is: 'unreadable', because: error instanceof Error ? error.message : String(error)};
  }
}
