import {ReadableStream} from 'node:stream/web';
import {createTarDecoder, type TarHeader} from 'modern-tar';

/** What a tar archive has: everything that an image needs; devices and fifos are 'other'. */
export type EntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** One entry of a tar archive. */
export interface TarEntry {
  readonly path: string;
  readonly type: EntryType;
  /** Permissions with setuid, setgid and sticky bit. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of its content, in bytes. */
  readonly size: number;
  /** Of a link: where it points; else empty. */
  readonly target: string;
}

/** How long a path may be in Linux, and how many entries there may be: more than any image needs. */
const limits = {path: 4096, entries: 500_000} as const;

/**
 * Lists a tar archive; contents are passed over. Throws at whatever is no such archive, and where it ends too early. All
 * is read up to the archive's end, so that whoever counts or checks the bytes has seen them.
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  let count = 0;
  for await (const {header, body} of ReadableStream.from(chunks).pipeThrough(createTarDecoder({strict: true}))) {
    if (++count > limits.entries) throw new Error(`more than ${limits.entries} entries in a tar archive`);
    await body.cancel();
    yield readEntry(header);
  }
}

function readEntry({name, type = 'file', mode = 0, uid = 0, gid = 0, size, linkname = ''}: TarHeader): TarEntry {
  for (const path of [name, linkname])
    if (path.length > limits.path) throw new Error(`a path of ${path.length} characters`);
  if (![uid, gid, size].every(number => Number.isSafeInteger(number) && number >= 0))
    throw new Error(`no tar archive: a number of ${JSON.stringify(name)} is none`);
  return {path: name, type: types[type] ?? 'other', mode: mode & 0o7777, uid, gid, size, target: linkname};
}

const types: Readonly<Partial<Record<NonNullable<TarHeader['type']>, EntryType>>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'hardlink',
};
