import {blockSize, type EntryType, parseHeader, type TarHeader} from './header.ts';

/** One entry of a tar archive. */
export interface TarEntry extends Omit<TarHeader, 'type'> {
  readonly type: EntryType;
  /** Where its content begins in the archive, in bytes. */
  readonly offset: number;
}

/** Of names and extended headers, in bytes, and how many entries: more than any image needs. */
const limits = {text: 1024 * 1024, entries: 500_000} as const;

/**
 * Lists a tar archive, with the names that pax (POSIX.1-2001) and GNU put before an entry; contents are passed over.
 * Throws at whatever is no such archive, and where it ends too early.
 */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const input = createInput(chunks);
  let extended: Readonly<Record<string, string>> = {};
  for (let count = 0; count <= limits.entries; count++) {
    const block = await input.take(blockSize);
    const header = block === undefined ? undefined : parseHeader(block);
    if (header === undefined) return await input.skipAll();
    const {type, ...rest} = header;
    if (type === 'file' || type === 'directory' || type === 'symlink' || type === 'hardlink' || type === 'other') {
      const entry = {...rest, ...readExtended(extended), type, offset: input.offset()};
      // Only files have content, whatever the header of another says of a size.
      if (type === 'file') await input.skip(pad(entry.size));
      extended = {};
      yield entry;
    } else {
      if (header.size > limits.text) throw new Error(`a name of ${header.size} bytes in a tar archive`);
      const content = await input.take(pad(header.size));
      if (content === undefined) throw new Error('a tar archive ends too early');
      extended = {...extended, ...parseExtended(type, content.subarray(0, header.size))};
    }
  }
  throw new Error(`more than ${limits.entries} entries in a tar archive`);
}

const pad = (size: number): number => Math.ceil(size / blockSize) * blockSize;

function parseExtended(type: TarHeader['type'], content: Buffer): Readonly<Record<string, string>> {
  const [text = ''] = content.toString().split('\0', 1);
  if (type === 'gnu-name') return {path: text};
  if (type === 'gnu-link') return {linkpath: text};
  // What is said of all entries that follow is a comment in every archive that is known.
  return type === 'pax-global' ? {} : Object.fromEntries(parseRecords(content));
}

/** Records of `<bytes of all of it> <key>=<value>\n`: a value may have anything in it, what looks like a record too. */
function* parseRecords(content: Buffer): Generator<readonly [string, string]> {
  for (let start = 0; start < content.length; ) {
    const space = content.indexOf(' ', start);
    const length = readDecimal(content.toString('latin1', start, space));
    const record = content.toString('utf8', space + 1, start + length - 1);
    const equals = record.indexOf('=');
    if (space < start || length <= space + 1 - start || equals < 1)
      throw new Error('a bad extended header in a tar archive');
    yield [record.slice(0, equals), record.slice(equals + 1)];
    start += length;
  }
}

function readExtended({path, linkpath, size, uid, gid}: Readonly<Record<string, string>>) {
  return {
    ...(path !== undefined && {path}),
    ...(linkpath !== undefined && {target: linkpath}),
    ...(size !== undefined && {size: readDecimal(size)}),
    ...(uid !== undefined && {uid: readDecimal(uid)}),
    ...(gid !== undefined && {gid: readDecimal(gid)}),
  };
}

function readDecimal(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new Error('no tar archive: an extended header has a number that is none');
  return number;
}

/** Bytes one after the other, of which no more is held than one asks for. */
function createInput(chunks: AsyncIterable<Buffer>) {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  const next = async (): Promise<Buffer | undefined> => {
    if (rest.length > 0) return rest;
    const {done, value} = await iterator.next();
    return done === true ? undefined : value;
  };
  const advance = async (size: number, use: (part: Buffer) => void): Promise<number> => {
    let left = size;
    while (left > 0) {
      const chunk = await next();
      if (chunk === undefined) break;
      const part = chunk.subarray(0, left);
      use(part);
      rest = chunk.subarray(part.length);
      left -= part.length;
      offset += part.length;
    }
    return size - left;
  };
  return {
    offset: () => offset,
    /** Undefined where nothing is left. */
    async take(size: number): Promise<Buffer | undefined> {
      const parts: Buffer[] = [];
      const taken = await advance(size, part => void parts.push(part));
      if (taken === 0 && size > 0) return undefined;
      if (taken < size) throw new Error('a tar archive ends too early');
      return Buffer.concat(parts);
    },
    async skip(size: number): Promise<void> {
      if ((await advance(size, () => undefined)) < size) throw new Error('a tar archive ends too early');
    },
    /** To the end, so that whoever counts or checks the bytes has seen them all. */
    async skipAll(): Promise<void> {
      await advance(Number.MAX_SAFE_INTEGER, () => undefined);
    },
  };
}
