import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildIndex, type Image} from './image.ts';

/** Writes images as a layout of the OCI image specification 1.1 into a directory, which it makes. */
export async function writeLayout(directory: string, images: readonly Image[]): Promise<void> {
  const blobs = join(directory, 'blobs', 'sha256');
  await mkdir(blobs, {recursive: true});
  for (const {config, layers, manifest} of images) {
    for (const {digest, content} of [config, ...layers, manifest]) {
      await writeFile(join(blobs, digest.replace('sha256:', '')), content);
    }
  }
  await writeFile(join(directory, 'index.json'), buildIndex(images).manifest.content);
  await writeFile(join(directory, 'oci-layout'), JSON.stringify({imageLayoutVersion: '1.0.0'}));
}
