import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {unpackLayout} from './archive.ts';

/** An image layout of the OCI image specification 1.1, on a disk: a directory, or a tar archive of one. */
export interface Layout {
  /** Reads index.json or a blob that is JSON; of at most 4 MiB. */
  readJson(place: 'index.json' | Digest): Promise<unknown>;
  /** A blob's bytes. Throws at its end where they are not those that the digest is of. */
  openBlob(digest: Digest): AsyncIterable<Buffer>;
  /** Of a blob, in bytes. */
  readSize(digest: Digest): Promise<number>;
}

/** `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`;

/** An unchecked one could be a path to anywhere. */
export function parseDigest(value: unknown): Digest {
  if (typeof value === 'string' && isDigest(value)) return value;
  throw new Error(`no digest that is known here: ${JSON.stringify(value)}`);
}

const isDigest = (value: string): value is Digest => /^sha256:[0-9a-f]{64}$/.test(value);

const jsonLimit = 4 * 1024 * 1024;

/** Opens a layout, passes it on, and closes it again: that of an archive is in a temporary directory meanwhile. */
export async function withLayout<T>(path: string, use: (layout: Layout) => Promise<T>): Promise<T> {
  if ((await stat(path)).isDirectory()) return await use(openDirectory(path));
  const directory = await mkdtemp(join(tmpdir(), 'image-show-'));
  try {
    await unpackLayout(path, directory);
    return await use(openDirectory(directory));
  } finally {
    await rm(directory, {recursive: true, force: true});
  }
}

/** What is said besides, where a file is missing. */
const hints: Readonly<Record<string, string>> = {
  'index.json': ' docker save writes one from Docker 25 on; of a registry, skopeo copy docker://... oci:DIRECTORY does',
};

function openDirectory(directory: string): Layout {
  const find = async (name: string) => {
    const file = join(directory, name);
    const status = await stat(file).catch(() => undefined);
    if (status?.isFile() !== true) throw new Error(`no ${name}: is it an OCI image layout?${hints[name] ?? ''}`);
    return {file, size: status.size};
  };
  return {
    async readJson(place) {
      const {file, size} = await find(place === 'index.json' ? place : nameOf(place));
      if (size > jsonLimit) throw new Error(`${place} has ${size} bytes`);
      const chunks: Buffer[] = [];
      const bytes = createReadStream(file, {end: jsonLimit});
      for await (const chunk of place === 'index.json' ? bytes : verify(place, bytes)) chunks.push(chunk);
      const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
      return value;
    },
    async *openBlob(digest) {
      const {file} = await find(nameOf(digest));
      yield* verify(digest, createReadStream(file));
    },
    readSize: async digest => (await find(nameOf(digest))).size,
  };
}

const nameOf = (digest: Digest): string => `blobs/${digest.replace(':', '/')}`;

async function* verify(digest: Digest, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== digest) throw new Error(`a blob that should be ${digest} is ${found}`);
}
