import {allKeys} from '@image-puller/shared/config';
import test from 'ava';
import {expectedPage, readPage} from './write-docs.ts';

test('docs/configuration.md is what the declarations say; run write-docs.ts after changing them', async t => {
  t.is(await readPage(), expectedPage);
});

test('the page has a section, the values, the default and an example of every key', t => {
  for (const key of allKeys) {
    t.true(expectedPage.includes(`\n## ${key.name}\n\n${key.doc.replaceAll('\n', ' ')}`), key.name);
    t.true(expectedPage.includes(`| [\`${key.name}\`](#${key.name.toLowerCase()}) | ${key.values} | `), key.name);
    t.true(expectedPage.includes(`\n${key.name}: '`), key.name);
  }
});
