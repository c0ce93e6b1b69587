import {readFile} from 'node:fs/promises';
import {join} from 'node:path';

const page = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'openshift.md');

/** The commands that docs/openshift.md has below a heading, block by block. */
export async function readCommands(heading: string): Promise<readonly string[]> {
  const [, below = ''] = (await readFile(page, 'utf8')).split(`\n## ${heading}\n`);
  const [section = ''] = below.split('\n## ');
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}
