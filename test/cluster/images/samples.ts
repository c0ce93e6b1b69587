import {readFile, rename} from 'node:fs/promises';
import {join} from 'node:path';
import {compileHolder, findHostCompiler} from '@image-puller/sleep';
import {buildImage, type Image} from './image.ts';

/** An image with nothing in it that could be run: one file with these words, which make its digest. */
export const buildFileImage = (words: string, architecture?: string): Promise<Image> =>
  buildImage({
    layers: [[{path: 'words.txt', content: words}]],
    ...(architecture !== undefined && {architecture}),
  });

/**
 * The project's own image, FROM scratch: the holder at /sleep, asleep until it is told to end. It stands for the
 * pause container, and for what users run, as well.
 *
 * @param directory where the holder is compiled with this machine's own C compiler, once
 * @param words of a second layer, for another digest; by default there is none
 */
export async function buildSleepImage(directory: string, words?: string): Promise<Image> {
  const output = join(directory, 'holder', 'sleep');
  const content = await readFile(output).catch(() => compile(output));
  return await buildImage({
    layers: [
      [{path: 'sleep', content, mode: 0o755}],
      ...(words === undefined ? [] : [[{path: 'words.txt', content: words}]]),
    ],
    user: '65532:65532',
    command: ['/sleep', 'infinity'],
  });
}

async function compile(output: string): Promise<Buffer> {
  const compiler = await findHostCompiler();
  if ('missing' in compiler) throw new Error(compiler.missing);
  // Whole or not at all: tests of several files, each in a process of its own, may be here at once.
  const partial = `${output}.${process.pid}`;
  await compileHolder(compiler.found, partial);
  await rename(partial, output);
  return await readFile(output);
}
