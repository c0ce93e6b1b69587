import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {root} from './root.ts';

const pages = execFileSync('git', ['ls-files', '*.md'], {cwd: root, encoding: 'utf8'}).trim().split('\n');

/** What GitHub makes of a page's headings: the words in small letters, with - between them. */
function listAnchors(page: string): ReadonlySet<string> {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** What is wrong with a link of a page; undefined where it leads to something in this repository, or out of it. */
function findProblem(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#', 2);
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return `${page}: no ${link}`;
  if (anchor !== undefined && !listAnchors(file).has(anchor)) return `${page}: no heading for ${link}`;
  return undefined;
}

test('every link of the documentation leads somewhere', t => {
  const links = pages.flatMap(page =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(
      ([, link = '']) => [page, link] as const,
    ),
  );
  t.true(links.length > 100, `${links.length} links`);
  t.deepEqual(
    links.flatMap(([page, link]) => findProblem(page, link) ?? []),
    [],
  );
});
