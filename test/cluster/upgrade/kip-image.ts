import {readFile} from 'node:fs/promises';
import type {Need} from '../../support/needs.ts';
import {buildImage, type Image} from '../images/index.ts';

/**
 * An image as the Go puller's own: it has a shell, `cp` and `sleep`, all of them busybox. The Go puller's init container
 * copies `/bin/sleep` out of it, which then runs alone in images that have no library.
 */
export async function findKipImage(busybox = '/bin/busybox'): Promise<Need<Image>> {
  const content = await readFile(busybox).catch(() => undefined);
  if (content === undefined || !isStatic(content)) return {missing: `a busybox without libraries (busybox-static)`};
  const files = ['bin/sh', 'bin/cp', 'bin/sleep'].map(path => ({path, content, mode: 0o755}));
  return {found: await buildImage({layers: [files], user: '65532', command: ['/bin/sleep', '720h']})};
}

/** Has an ELF file (64 bits, little-endian) no PT_INTERP: does it need no dynamic linker? */
function isStatic(elf: Buffer): boolean {
  const start = Number(elf.readBigUInt64LE(0x20));
  const size = elf.readUInt16LE(0x36);
  const types = Array.from({length: elf.readUInt16LE(0x38)}, (_, index) => elf.readUInt32LE(start + index * size));
  return !types.includes(3);
}
