import test from 'ava';
import {readPage, replaceTable} from './write-reasons.ts';

test('docs/operations.md lists the reasons of Events as they are declared: after a change, run `npm run docs -w test`', async t => {
  const page = await readPage();
  t.is(replaceTable(page), page);
  t.true(page.includes('| `Applied` | Normal | '));
});
