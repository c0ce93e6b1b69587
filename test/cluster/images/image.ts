import {createHash} from 'node:crypto';
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
  /** One layer of files for each element; at least one. */
  readonly layers: readonly (readonly LayerFile[])[];
  /** As Go calls it; this machine's unless given. */
  readonly architecture?: string;
  /** Numeric, such as `65532`: the kubelet lets no other pass for non-root. Without one it is root. */
  readonly user?: string;
  /** What it runs unless a pod says otherwise. */
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

/** The same options make the same bytes, and so the same digest. */
export function buildImage({layers, architecture = ownArchitecture, user, command, env}: ImageOptions): Image {
  const blobs = layers.map(files => buildBlob(mediaTypes.layer, buildTar(files)));
  const config = buildJsonBlob(mediaTypes.config, {
    architecture,
    os: 'linux',
    config: {
      ...(user !== undefined && {User: user}),
      ...(env !== undefined && {Env: env}),
      ...(command !== undefined && {Cmd: command}),
    },
    // The layers are not compressed: what a registry keeps is what the digest of their content is of.
    rootfs: {type: 'layers', diff_ids: blobs.map(({digest}) => digest)},
  });
  const manifest = buildJsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: describe(config),
    layers: blobs.map(describe),
  });
  return {config, layers: blobs, manifest, architecture};
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
