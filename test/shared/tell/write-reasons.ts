import {readFile, writeFile} from 'node:fs/promises';
import {describeReasons} from '@image-puller/shared/tell';

const page = new URL('../../../docs/operations.md', import.meta.url);

/** The table of the page, from its head to the empty line after it. */
const table = /^\| reason \| type \|[\s\S]*?(?=\n\n)/m;

/** The page as it is. */
export const readPage = (): Promise<string> => readFile(page, 'utf8');

/** The page with the table that the declarations make. */
export const replaceTable = (text: string): string => text.replace(table, () => describeReasons());

if (import.meta.main) await writeFile(page, replaceTable(await readPage()));
