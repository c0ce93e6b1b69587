/** One regular file of a layer. */
export interface LayerFile {
  /** From the image's root, without the slash it begins with; at most 100 bytes. */
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Its permissions; 0o644 unless given. */
  readonly mode?: number;
}

const blockSize = 512;

/**
 * A tar archive in the ustar format (POSIX.1-1988) of regular files that belong to root and are as old as the epoch: the
 * same files make the same bytes.
 */
export function buildTar(files: readonly LayerFile[]): Buffer {
  const blocks = files.flatMap(({path, content, mode = 0o644}) => {
    const bytes = Buffer.from(content);
    return [buildHeader(path, bytes.length, mode), bytes, Buffer.alloc(-bytes.length & (blockSize - 1))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]);
}

function buildHeader(path: string, size: number, mode: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`longer than 100 bytes: ${path}`);
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(path, 0);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136);
  // The checksum is taken with spaces in its own place.
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
