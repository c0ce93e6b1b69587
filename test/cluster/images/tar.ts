/** One file of a layer: a regular one unless another kind is given. */
export interface LayerFile {
  /** From the image's root, without the slash it begins with; at most 100 bytes. */
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Its permissions; 0o644 unless given. */
  readonly mode?: number;
  readonly type?: 'file' | 'directory' | 'symlink';
  /** Of a symbolic link: where it points; at most 100 bytes. */
  readonly target?: string;
  /** The number of its user, and of its group; root's unless given. */
  readonly owner?: number;
}

const typeFlags = {file: '0', symlink: '2', directory: '5'} as const;

const blockSize = 512;

/**
 * A tar archive in the ustar format (POSIX.1-1988) of files that are as old as the epoch: the same files make the
 * same bytes.
 */
export function buildTar(files: readonly LayerFile[]): Buffer {
  const blocks = files.flatMap(file => {
    const bytes = Buffer.from(file.content);
    return [buildHeader(file, bytes.length), bytes, Buffer.alloc(-bytes.length & (blockSize - 1))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]);
}

function buildHeader(file: LayerFile, size: number): Buffer {
  const {path, mode = 0o644, type = 'file', target = '', owner = 0} = file;
  if (Math.max(...[path, target].map(text => Buffer.byteLength(text))) > 100)
    throw new Error(`longer than 100 bytes: ${path} ${target}`);
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(path, 0);
  header.write(octal(mode, 7), 100);
  header.write(octal(owner, 7), 108);
  header.write(octal(owner, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136);
  // The checksum is taken with spaces in its own place.
  header.write(' '.repeat(8), 148);
  header.write(typeFlags[type], 156);
  header.write(target, 157);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
