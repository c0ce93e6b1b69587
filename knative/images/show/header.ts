/** What a tar archive has: everything that an image needs; devices and fifos are 'other'. */
export type EntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** One entry of a tar archive as its header has it. */
export interface TarHeader {
  readonly path: string;
  readonly type: EntryType | 'pax' | 'pax-global' | 'gnu-name' | 'gnu-link';
  /** Permissions with setuid, setgid and sticky bit. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of what follows it, in bytes. */
  readonly size: number;
  readonly target: string;
}

export const blockSize = 512;

const types: Readonly<Record<string, TarHeader['type']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
  '3': 'other',
  '4': 'other',
  '6': 'other',
  x: 'pax',
  g: 'pax-global',
  L: 'gnu-name',
  K: 'gnu-link',
};

/** Reads a header of 512 bytes: ustar (POSIX.1-1988), with GNU's numbers in base 256. Undefined at the archive's end. */
export function parseHeader(block: Buffer): TarHeader | undefined {
  if (block.every(byte => byte === 0)) return undefined;
  // The checksum is taken with spaces in its own place.
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (readNumber(block, 148, 8) !== sum) throw new Error('no tar archive: a header has a wrong checksum');
  const kind = block.toString('latin1', 156, 157);
  const type = types[kind];
  if (type === undefined)
    throw new Error(`a kind of entry in a tar archive that is not known here: ${JSON.stringify(kind)}`);
  // In GNU's own format ("ustar  ") there are times where POSIX has a prefix.
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? readText(block, 345, 155) : '';
  const name = readText(block, 0, 100);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    type,
    mode: readNumber(block, 100, 8) & 0o7777,
    uid: readNumber(block, 108, 8),
    gid: readNumber(block, 116, 8),
    size: readNumber(block, 124, 12),
    target: readText(block, 157, 100),
  };
}

function readText(block: Buffer, start: number, length: number): string {
  const [text = ''] = block.toString('utf8', start, start + length).split('\0', 1);
  return text;
}

function readNumber(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0;
  const bytes = block.subarray(start, start + length);
  const number =
    first === 0x80
      ? bytes.subarray(1).reduce((total, byte) => total * 256 + byte, 0)
      : Number.parseInt(bytes.toString('latin1').split('\0', 1)[0]?.trim() || '0', 8);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error('no tar archive: a header has a number that is none');
  return number;
}
