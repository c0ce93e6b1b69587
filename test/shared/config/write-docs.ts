import {readFile, writeFile} from 'node:fs/promises';
import {allKeys, describeKeys} from '@image-puller/shared/config';

/** The page that is written from the declarations. */
export const page: URL = new URL('../../../docs/configuration.md', import.meta.url);

/** What the declarations say the page should be. */
export const expectedPage: string = describeKeys(allKeys);

/** The page as it is; empty where there is none. */
export async function readPage(): Promise<string> {
  return readFile(page, 'utf8').catch(() => '');
}

if (import.meta.main) await writeFile(page, expectedPage);
