import {constants, type Stats} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';

/** What was found at a path. */
export type FileContent =
  | {readonly is: 'text'; readonly text: string}
  | {readonly is: 'absent'}
  | {readonly is: 'unreadable'; readonly because: string};

/** A file at one moment. */
export interface FileState {
  readonly content: FileContent;
  /** Another one after each save, even of the same content; empty where there is no file. */
  readonly version: string;
}

/** Kubernetes takes no ConfigMap over 1 MiB; several of them with comments may be more. In bytes. */
const most = 4 * 1024 * 1024;

/** Reads a text file. Never throws, and never waits for a writer. */
export const readContent = async (path: string): Promise<FileContent> => (await readState(path)).content;

/** The same, with what tells one save from the next. */
export async function readState(path: string): Promise<FileState> {
  try {
    // Without O_NONBLOCK the opening of a FIFO waits, and the process can't end meanwhile. Windows has neither.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    return {content: await readRegular(file, stats), version: `${stats.ino} ${stats.mtimeMs}`};
  } catch (error) {
    return {content: explain(error), version: ''};
  }
}

async function readRegular(file: FileHandle, stats: Stats): Promise<FileContent> {
  if (!stats.isFile()) return {is: 'unreadable', because: `it is ${nameKind(stats)}: only a file is read`};
  // What a file's size says may be old by now, or, in /proc, nothing: one byte more than is allowed tells.
  const buffer = Buffer.alloc(Math.min(stats.size, most) + 1);
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const {bytesRead} = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return {is: 'text', text: Buffer.concat(chunks).toString('utf8')};
    chunks.push(Buffer.from(buffer.subarray(0, bytesRead)));
    length += bytesRead;
    if (length > most) return {is: 'unreadable', because: `it is larger than ${most / 1024 / 1024} MiB`};
  }
}

function nameKind(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

function explain(error: unknown): FileContent {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return {is: 'absent'};
  // A socket can't be opened at all; by EOPNOTSUPP macOS says so.
  if (code === 'ENXIO' || code === 'EOPNOTSUPP')
    return {is: 'unreadable', because: 'it is a socket or a device: only a file is read'};
  if (code === 'EACCES' || code === 'EPERM') return {is: 'unreadable', because: 'permission denied'};
  return {is: 'unreadable', because: error instanceof Error ? error.message : String(error)};
}
