import {pipeline, Readable} from 'node:stream';
import {createGunzip, createZstdDecompress} from 'node:zlib';
import {addLayer, type ImageFile} from './files.ts';
import {type Digest, type Layout, parseDigest} from './layout.ts';
import {readTar} from './tar.ts';

/** What an image for one platform is, and everything that is in it. */
export interface ShownImage {
  /** Such as `linux/amd64`. */
  readonly platform: string;
  readonly digest: Digest;
  readonly layers: number;
  /** Of all layers, in bytes: as a registry keeps them, and as they are read. */
  readonly size: {readonly compressed: number; readonly unpacked: number};
  /** As in the configuration; empty where there is none, which means root. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Such as `KEY=value`. */
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** By path. */
  readonly files: readonly ImageFile[];
}

const limits = {images: 64, layers: 128, unpacked: 8 * 2 ** 30} as const;

/** Reads all images of a layout. Signatures and attestations, which are for no platform, are left out. */
export async function readImages(layout: Layout): Promise<readonly ShownImage[]> {
  const digests = await listManifests(layout, await layout.readJson('index.json'), 0);
  if (digests.length > limits.images) throw new Error(`more than ${limits.images} images`);
  const images: ShownImage[] = [];
  for (const digest of digests) images.push(await readImage(layout, digest));
  return images;
}

async function listManifests(layout: Layout, index: unknown, depth: number): Promise<readonly Digest[]> {
  if (depth > 2) throw new Error('an index of indexes of indexes');
  const lists = await Promise.all(
    readList(index, 'manifests').map(async entry => {
      const platform = read(entry, 'platform');
      if (read(platform, 'os') === 'unknown' && read(platform, 'architecture') === 'unknown') return [];
      const digest = parseDigest(read(entry, 'digest'));
      const isIndex = /(?:image\.index|manifest\.list)/.test(readText(entry, 'mediaType'));
      return isIndex ? await listManifests(layout, await layout.readJson(digest), depth + 1) : [digest];
    }),
  );
  return lists.flat();
}

async function readImage(layout: Layout, digest: Digest): Promise<ShownImage> {
  const manifest = await layout.readJson(digest);
  const configuration = await layout.readJson(parseDigest(read(read(manifest, 'config'), 'digest')));
  const config = read(configuration, 'config');
  const layers = readList(manifest, 'layers');
  if (layers.length > limits.layers) throw new Error(`more than ${limits.layers} layers`);
  let files: ReadonlyMap<string, ImageFile> = new Map();
  const size = {compressed: 0, unpacked: 0};
  for (const layer of layers) {
    const blob = parseDigest(read(layer, 'digest'));
    size.compressed += await layout.readSize(blob);
    const bytes = count(unpack(layout.openBlob(blob), readText(layer, 'mediaType')), length => {
      size.unpacked += length;
      if (size.unpacked > limits.unpacked) throw new Error(`more than ${limits.unpacked} bytes in an image`);
    });
    files = await addLayer(files, readTar(bytes));
  }
  const platform = ['os', 'architecture', 'variant'].map(key => readText(configuration, key)).filter(Boolean);
  return {
    platform: platform.join('/'),
    digest,
    layers: layers.length,
    size,
    user: readText(config, 'User'),
    entrypoint: readTexts(config, 'Entrypoint'),
    command: readTexts(config, 'Cmd'),
    env: readTexts(config, 'Env'),
    labels: Object.fromEntries(
      Object.entries(read(config, 'Labels') ?? {}).map(([key, value]) => [key, String(value)]),
    ),
    files: [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function unpack(bytes: AsyncIterable<Buffer>, mediaType: string): AsyncIterable<Buffer> {
  const [, compression] = /[.+](gzip|zstd)$/.exec(mediaType) ?? [];
  if (compression === undefined) return bytes;
  const unpacked = compression === 'gzip' ? createGunzip() : createZstdDecompress();
  // What goes wrong goes to whoever reads the end of it.
  pipeline(Readable.from(bytes), unpacked, () => undefined);
  return unpacked;
}

async function* count(bytes: AsyncIterable<Buffer>, add: (length: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    add(chunk.length);
    yield chunk;
  }
}

/** A field of something that may not have it, or may be no object at all. */
function read(value: unknown, key: string): object | string | undefined {
  const field: unknown =
    typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
  return (typeof field === 'object' && field !== null) || typeof field === 'string' ? field : undefined;
}

function readText(value: unknown, key: string): string {
  const field = read(value, key);
  return typeof field === 'string' ? field : '';
}

function readList(value: unknown, key: string): readonly unknown[] {
  const field = read(value, key);
  return Array.isArray(field) ? field : [];
}

const readTexts = (value: unknown, key: string): readonly string[] => readList(value, key).map(String);
