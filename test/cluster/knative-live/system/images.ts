import {readFile} from 'node:fs/promises';
import {buildImage} from '../../images/index.ts';
import type {Registry} from '../../registry/index.ts';
import {findProgram, locateTool} from '../../tools/index.ts';

/** What a manifest of Knative's sources names instead of an image: the program that is to be in it. */
const placeholder = /ko:\/\/([\w./-]+)/g;

/**
 * Puts an image into a registry for each program that manifests name: FROM scratch, with that one program in it.
 *
 * @returns the manifests with the names of those images; a program that is not built here gets one that is nowhere
 */
export async function resolveImages(registry: Registry, manifests: string): Promise<string> {
  const images = new Map<string, string>();
  for (const [, main = ''] of manifests.matchAll(placeholder)) {
    if (!images.has(main)) images.set(main, await pushProgram(registry, main));
  }
  return manifests.replaceAll(placeholder, (_, main: string) => images.get(main) ?? '');
}

async function pushProgram(registry: Registry, main: string): Promise<string> {
  const name = findProgram(main);
  if (name === undefined) return `unbuilt.invalid/${main}`;
  const image = await buildImage({
    layers: [[{path: 'program', content: await readFile(locateTool(name)), mode: 0o755}]],
    user: '65532:65532',
    entrypoint: ['/program'],
  });
  await registry.push(name, '1', image);
  return `${registry.host}/${name}:1`;
}
