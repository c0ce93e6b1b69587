import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {readTar} from './tar.ts';

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

/** A part of a file. */
interface Part {
  readonly file: string;
  readonly start: number;
  readonly size: number;
}

export async function openLayout(path: string): Promise<Layout> {
  const find = (await stat(path)).isDirectory() ? findInDirectory(path) : await findInArchive(path);
  const open = async (name: string) => openPart(await find(name));
  return {
    async readJson(place) {
      const part = await find(place === 'index.json' ? place : nameOf(place));
      if (part.size > jsonLimit) throw new Error(`${place} has ${part.size} bytes`);
      const chunks: Buffer[] = [];
      const bytes = place === 'index.json' ? openPart(part) : verify(place, openPart(part));
      for await (const chunk of bytes) chunks.push(chunk);
      const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
      return value;
    },
    async *openBlob(digest) {
      yield* verify(digest, await open(nameOf(digest)));
    },
    readSize: async digest => (await find(nameOf(digest))).size,
  };
}

const nameOf = (digest: Digest): string => `blobs/${digest.replace(':', '/')}`;

const findInDirectory =
  (directory: string) =>
  async (name: string): Promise<Part> => {
    const file = join(directory, name);
    const status = await stat(file);
    if (!status.isFile()) throw new Error(`${name} is no file`);
    return {file, start: 0, size: status.size};
  };

async function findInArchive(file: string): Promise<(name: string) => Promise<Part>> {
  const parts = new Map<string, Part>();
  for await (const {path, type, offset, size} of readTar(createReadStream(file))) {
    if (type === 'file') parts.set(path.replace(/^\.?\//, ''), {file, start: offset, size});
  }
  return async name => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`no ${name} in ${file}: is it an OCI archive?`);
    return part;
  };
}

const openPart = ({file, start, size}: Part): Readable =>
  size === 0 ? createReadStream('/dev/null') : createReadStream(file, {start, end: start + size - 1});

async function* verify(digest: Digest, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== digest) throw new Error(`a blob that should be ${digest} is ${found}`);
}
