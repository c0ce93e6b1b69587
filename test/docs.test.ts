import {readFile} from 'node:fs/promises';
import {eventTypes} from '@image-puller/shared/events';
import test from 'ava';

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

test('docs/operations.md explains every Event that is written', async t => {
  const page = await read('docs/operations.md');
  const source = await read('functions/tell/teller.ts');
  const reasons = source.match(/export type Reason =([^;]+);/)?.[1]?.match(/\w+/g) ?? [];
  t.true(reasons.length > 5, 'the reasons are where this test looks for them');
  for (const reason of reasons) t.true(page.includes(`| \`${reason}\` |`), reason);
});

test('docs/operations.md names every CloudEvent that is published', async t => {
  const page = await read('docs/operations.md');
  for (const type of Object.values(eventTypes).filter(name => name.startsWith('kubernetes-image-puller.'))) {
    t.true(page.includes(type) || page.includes(`\`${type.replace('kubernetes-image-puller.', '')}\``), type);
  }
});
