import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {parseTags} from '@image-puller/knative/local/start';
import test from 'ava';
import fc from 'fast-check';
import {repository} from '../command.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test('lines of images and builds are read as they are written; a name is completed as containerd does it', t => {
  const text = `# a comment
quay.io/che-incubator/che-code:next: 2
"registry.example:5000/team/app:1": 'build of Monday'
postgres: 010
busybox:1: ${digest}
`;
  t.deepEqual(parseTags(text), {
    tags: [
      {reference: 'quay.io/che-incubator/che-code:next', build: '2'},
      {reference: 'registry.example:5000/team/app:1', build: 'build of Monday'},
      {reference: 'docker.io/library/postgres:latest', build: '010'},
      {reference: 'docker.io/library/busybox:1', build: digest},
    ],
  });
});

for (const text of ['', '# a comment\n', '---\n', '{}', '~', 'null\n']) {
  test(`${JSON.stringify(text)} says that no tag has moved`, t => {
    t.deepEqual(parseTags(text), {tags: []});
  });
}

test('the sample says that no tag has moved, and the line in it moves one', async t => {
  const sample = await readFile(join(repository, 'knative/local/start/tags/sample.yaml'), 'utf8');
  t.deepEqual(parseTags(sample), {tags: []});
  t.deepEqual(parseTags(sample.replace(/^# {3}(?=quay)/m, '')), {
    tags: [{reference: 'quay.io/che-incubator/che-code:next', build: '2'}],
  });
});

const example = 'quay.io/org/app:next: 2';

for (const [title, text, ...problems] of [
  ['a list', '- a\n', `line 1, column 1: write a mapping, a line for each tag: ${example}`],
  ['a word', '\n  word\n', `line 2, column 3: write a mapping, a line for each tag: ${example}`],
  [
    'what is no image, and a digest',
    `Not An Image: 2\na@${digest}: 3\n`,
    `line 1, column 1: "Not An Image" is no image; write host/path:tag, such as ${example}`,
    `line 2, column 1: a@${digest} has a digest, and always means the same; name a tag`,
  ],
  [
    'a build that is missing, is a list, or is half a digest',
    '\na:1:\nb:1: [2]\nc:1: sha256:12\n',
    'line 2, column 1: a:1 has no build; write a word or a number, or sha256: and 64 hex digits',
    'line 3, column 6: b:1 has no build; write a word or a number, or sha256: and 64 hex digits',
    'line 4, column 6: c:1 has no build; write a word or a number, or sha256: and 64 hex digits',
  ],
  [
    'a tag under two names',
    'busybox: 1\ndocker.io/library/busybox:latest: 2\n',
    'line 2, column 1: docker.io/library/busybox:latest is there twice; leave one of the lines out',
  ],
  [
    'a mapping in place of a name',
    '? {a: b}\n: c\nd: 1\n',
    `line 1, column 3: an image is wanted here, and the build after it: ${example}`,
  ],
  ['two documents', 'a: 1\n---\nb: 1\n', 'several documents (---); write one mapping'],
] as const) {
  test(`${title}: each problem is told, with its place`, t => {
    t.deepEqual(parseTags(text), {problems});
  });
}

test('broken YAML is told with its place', t => {
  const parsed = parseTags('a:1: 2\nb:1: "3\n');
  t.regex('problems' in parsed ? parsed.problems.join() : '', /^line \d+, column \d+: not YAML: [^\n]+$/);
});

test('whatever a file says, it is read or refused in lines', t => {
  const word = fc.constantFrom(
    'a:1',
    ': ',
    '\n',
    '- ',
    '&x ',
    '*x',
    '[',
    '}',
    '"',
    '? ',
    '|\n',
    '#',
    '---',
    'sha256:',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map(words => words.join('')),
      ),
      text => {
        const parsed = parseTags(text);
        return 'tags' in parsed || (parsed.problems.length > 0 && parsed.problems.every(line => !line.includes('\n')));
      },
    ),
  );
  t.pass();
});
