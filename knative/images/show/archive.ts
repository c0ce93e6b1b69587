import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {unpackTar} from 'modern-tar/fs';

/** Of the parts of a layout, in bytes, and of whatever there is: more than any image needs. */
const limits = {bytes: 8 * 2 ** 30, entries: 500_000} as const;

/** What a layout is made of: no other name of an archive gets onto the disk. */
const part = /^(?:\.?\/)?(index\.json|blobs\/sha256\/[0-9a-f]{64})$/;

/**
 * Copies what a tar archive has of an OCI image layout into a directory, as files that only their owner reads. Throws at
 * whatever is no tar archive, is too large, or ends too early.
 */
export async function unpackLayout(archive: string, directory: string): Promise<void> {
  let entries = 0;
  let bytes = 0;
  const unpack = unpackTar(directory, {
    strict: true,
    fmode: 0o600,
    dmode: 0o700,
    filter({name, type, size}) {
      if (++entries > limits.entries) throw new Error(`more than ${limits.entries} entries in a tar archive`);
      if (type !== 'file' || !part.test(name)) return false;
      bytes += size;
      if (bytes > limits.bytes) throw new Error(`more than ${limits.bytes} bytes in a tar archive`);
      return true;
    },
    map: header => ({...header, name: header.name.replace(part, '$1')}),
  });
  try {
    await pipeline(createReadStream(archive), unpack);
  } catch (error) {
    throw new Error(`${archive} is no OCI archive: ${error instanceof Error ? error.message : error}`, {cause: error});
  }
}
