import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {buildTar, type LayerFile} from './tar.ts';

/** Bytes as a registry keeps them, by their digest. */
export interface Blob {
  readonly mediaType: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly content: Buffer;
}

/** An image FROM scratch, as the OCI image specification 1.1 has it. */
export interface Image {
  readonly config: Blob;
  readonly layers: readonly Blob[];
  readonly manifest: Blob;
  /** As Go calls it. */
  readonly architecture: string;
}

/** Images for several architectures under one name. */
export interface ImageIndex {
  readonly images: readonly Image[];
  readonly manifest: Blob;
}

export interface ImageOptions {
  /** One layer of files for each element, or a tar archive of it; at least one. */
  readonly layers: readonly (readonly LayerFile[] | Buffer)[];
  /** As Go calls it; this machine's unless given. */
  readonly architecture?: string;
  /** Numeric, such as `65532`: the kubelet lets no other pass for non-root. Without one it is root. */
  readonly user?: string;
  /** What a pod's `command` replaces, and its `args` do not. */
  readonly entrypoint?: readonly string[];
  /** What it runs unless a pod says otherwise; the entrypoint's arguments where there is one. */
  readonly command?: readonly string[];
  /** Such as `KEY=value`. */
  readonly env?: readonly string[];
}

const mediaTypes = {
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
} as const;

const architectures: Readonly<Record<string, string>> = {x64: 'amd64', ppc64: 'ppc64le'};

/** What Go calls the architecture of this machine. */
const ownArchitecture: string = architectures[process.arch] ?? process.arch;

/** What of an image's configuration is read and written here. */
interface Config {
  readonly architecture: string;
  readonly os: 'linux';
  readonly config: Readonly<Record<string, unknown>>;
  /** The layers are not compressed: what a registry keeps is what the digest of their content is of. */
  readonly rootfs: {readonly type: 'layers'; readonly diff_ids: readonly string[]};
}

/** The same options make the same bytes, and so the same digest. */
export async function buildImage(options: ImageOptions): Promise<Image> {
  const {layers, architecture = ownArchitecture, user, entrypoint, command, env} = options;
  const archives = await Promise.all(layers.map(files => (Buffer.isBuffer(files) ? files : buildTar(files))));
  const blobs = archives.map(archive => buildBlob(mediaTypes.layer, archive));
  const config = {
    ...(user !== undefined && {User: user}),
    ...(env !== undefined && {Env: env}),
    ...(entrypoint !== undefined && {Entrypoint: entrypoint}),
    ...(command !== undefined && {Cmd: command}),
  };
  return assemble(architecture, config, blobs);
}

/** An image with one more layer, which runs something else. */
export async function addLayer(image: Image, files: readonly LayerFile[], command: readonly string[]): Promise<Image> {
  const {architecture, config}: Config = JSON.parse(image.config.content.toString());
  const layer = buildBlob(mediaTypes.layer, await buildTar(files));
  return assemble(architecture, {...config, Cmd: command}, [...image.layers, layer]);
}

function assemble(architecture: string, config: Config['config'], layers: readonly Blob[]): Image {
  const content: Config = {
    architecture,
    os: 'linux',
    config,
    rootfs: {type: 'layers', diff_ids: layers.map(({digest}) => digest)},
  };
  const configBlob = buildJsonBlob(mediaTypes.config, content);
  const manifest = buildJsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: describe(configBlob),
    layers: layers.map(describe),
  });
  return {config: configBlob, layers, manifest, architecture};
}

/** The same image, with its layers as registries mostly have them. */
export function compressImage(image: Image): Image {
  const layers = image.layers.map(({mediaType, content}) => buildBlob(`${mediaType}+gzip`, gzipSync(content)));
  const old: object = JSON.parse(image.manifest.content.toString());
  const manifest = buildJsonBlob(mediaTypes.manifest, {...old, layers: layers.map(describe)});
  return {...image, layers, manifest};
}

/** Of each image the node takes the one for its architecture. */
export function buildIndex(images: readonly Image[]): ImageIndex {
  const manifest = buildJsonBlob(mediaTypes.index, {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: images.map(image => ({
      ...describe(image.manifest),
      platform: {architecture: image.architecture, os: 'linux'},
    })),
  });
  return {images, manifest};
}

const describe = ({mediaType, digest, content}: Blob) => ({mediaType, digest, size: content.length});

const buildJsonBlob = (mediaType: string, value: object): Blob =>
  buildBlob(mediaType, Buffer.from(JSON.stringify(value)));

const buildBlob = (mediaType: string, content: Buffer): Blob => ({
  mediaType,
  digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
  content,
});
