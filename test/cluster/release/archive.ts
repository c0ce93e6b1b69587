import {createHash} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {buildTar, type Image} from '../images/index.ts';

/**
 * Writes images for several platforms into one file as BuildKit does with `--output type=oci`: index.json names one index,
 * and in that each image is followed by its attestation, which is for no platform.
 *
 * @returns the digest of that index
 */
export async function writeArchive(file: string, images: readonly Image[]): Promise<string> {
  const blobs = images.flatMap(({config, layers, manifest}) => [config, ...layers, manifest]);
  const entries = images.flatMap(({manifest, architecture}) => {
    const attestation = buildAttestation(manifest.digest);
    blobs.push(...attestation.blobs);
    return [
      {...describe(manifest), platform: {architecture, os: 'linux'}},
      {
        ...describe(attestation.manifest),
        annotations: {
          'vnd.docker.reference.digest': manifest.digest,
          'vnd.docker.reference.type': 'attestation-manifest',
        },
        platform: {architecture: 'unknown', os: 'unknown'},
      },
    ];
  });
  const index = buildBlob('application/vnd.oci.image.index.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: entries,
  });
  const files = [...blobs, index].map(
    ({digest, content}) => [`blobs/sha256/${digest.replace('sha256:', '')}`, content] as const,
  );
  const archive = await buildTar([
    ...[...new Map(files)].map(([path, content]) => ({path, content})),
    {path: 'index.json', content: JSON.stringify({schemaVersion: 2, manifests: [describe(index)]})},
    {path: 'oci-layout', content: JSON.stringify({imageLayoutVersion: '1.0.0'})},
  ]);
  await writeFile(file, archive);
  return index.digest;
}

/** A statement about an image, as in-toto has them. */
function buildAttestation(about: string) {
  const [algorithm = '', hash = ''] = about.split(':');
  const type = 'application/vnd.in-toto+json';
  const statement = buildBlob(type, {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [{name: '_', digest: {[algorithm]: hash}}],
  });
  const config = buildBlob('application/vnd.oci.image.config.v1+json', {
    architecture: 'unknown',
    os: 'unknown',
    config: {},
    rootfs: {type: 'layers', diff_ids: [statement.digest]},
  });
  const manifest = buildBlob('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: describe(config),
    layers: [{...describe(statement), annotations: {'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2'}}],
  });
  return {manifest, blobs: [config, statement, manifest]};
}

type Blob = Image['config'];

const describe = ({mediaType, digest, content}: Blob) => ({mediaType, digest, size: content.length});

function buildBlob(mediaType: string, value: object): Blob {
  const content = Buffer.from(JSON.stringify(value));
  return {mediaType, digest: `sha256:${createHash('sha256').update(content).digest('hex')}`, content};
}
