import {readdir, readFile} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {addLayer, type Image, type LayerFile} from '../images/index.ts';
import type {Recorded} from '../upgrade/go-puller/index.ts';

const cluster = join(import.meta.dirname, '..');
const entry = fileURLToPath(import.meta.resolve('../upgrade/go-puller/pod.ts'));
/** Where the stand-in for the Go puller is, with what it speaks to the API server by: Node runs the sources themselves. */
const folders = ['client', 'upgrade/go-puller'] as const;

/**
 * The stand-in for the Go puller as an image.
 *
 * @param base one with Node in it, which it gets as its argument: as what it runs
 */
export async function buildGoPullerImage(base: Image, {daemonSet: {metadata, ...made}}: Recorded): Promise<Image> {
  const daemonSet = {...made, metadata: {name: metadata?.name}};
  const sources = await Promise.all(folders.map(readFolder));
  const files: readonly LayerFile[] = [
    ...sources.flat(),
    {path: 'go-puller/package.json', content: '{"type": "module"}'},
    {path: 'go-puller/daemonset.json', content: JSON.stringify(daemonSet)},
  ];
  return await addLayer(base, files, [`/go-puller/${relative(cluster, entry)}`, '/go-puller/daemonset.json']);
}

async function readFolder(folder: string): Promise<readonly LayerFile[]> {
  const names = (await readdir(join(cluster, folder))).filter(name => name.endsWith('.ts'));
  return await Promise.all(
    names.map(async name => ({
      path: `go-puller/${folder}/${name}`,
      content: await readFile(join(cluster, folder, name)),
    })),
  );
}
