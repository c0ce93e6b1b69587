import {readFile} from 'node:fs/promises';
import {parseImageReference} from '@image-puller/shared/config';
import test from 'ava';
import fc from 'fast-check';

type Answer = readonly [registry: string, repository: string, tag: string, digest: string] | null;

/** A host with an underscore is the beginning of a path in the recording; runtimes ask it as a host all the same. */
function completeRegistry(answer: Answer): Answer {
  if (answer === null || answer[0] !== '') return answer;
  const [registry = '', ...path] = answer[1].split('/');
  return [registry, path.join('/'), answer[2], answer[3]];
}

test('image references are understood as the kubelet understands them', async t => {
  const text = await readFile(new URL('fixtures/go-image-references.json', import.meta.url), 'utf8');
  const {answers}: {readonly answers: Readonly<Record<string, Answer>>} = JSON.parse(text);
  const expected = Object.entries(answers).map(([reference, answer]) => [reference, completeRegistry(answer)]);
  const actual = Object.keys(answers).map(reference => {
    const parsed = parseImageReference(reference);
    if ('wrong' in parsed) return [reference, null];
    return [reference, [parsed.registry, parsed.repository, parsed.tag ?? '', parsed.digest ?? '']];
  });
  t.deepEqual(actual, expected);
});

test('what is wrong with a reference is said', t => {
  const cases = {
    '': 'is empty',
    ['0'.repeat(64)]: 'is the ID of an image, not a reference to one',
    'http://r.example/a': 'has no valid registry: "http:" is no host name and port',
    'r.example/A': 'has capitals in its repository "A"',
    'r.example/a b': 'has no valid repository: "a b"',
    [`r.example/${'a'.repeat(256)}`]: 'has a repository of more than 255 characters',
    'r.example/a:': 'has no valid tag: ""',
    'r.example/a@sha256:abc': 'has no valid digest: "sha256:abc"',
  };
  t.deepEqual(
    Object.fromEntries(Object.keys(cases).map(text => [text, parseImageReference(text)])),
    Object.fromEntries(Object.entries(cases).map(([text, wrong]) => [text, {wrong}])),
  );
});

test('a reference put together from its parts is taken apart into them', t => {
  const component = fc.stringMatching(/^[a-z0-9]{1,5}(?:(?:\.|_|__|-{1,3})[a-z0-9]{1,5}){0,2}$/);
  const parts = fc.record({
    registry: fc.constantFrom(
      'localhost',
      'registry.example',
      'localhost:5000',
      'REGISTRY:80',
      '[::1]:5000',
      '127.0.0.1',
    ),
    repository: fc.array(component, {minLength: 1, maxLength: 4}).map(components => components.join('/')),
    tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/), {nil: undefined}),
    digest: fc.option(
      fc.stringMatching(/^[a-f0-9]{64}$/).map(hex => `sha256:${hex}`),
      {nil: undefined},
    ),
  });
  fc.assert(
    fc.property(parts, ({registry, repository, tag, digest}) => {
      const text = `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
      t.deepEqual(parseImageReference(text), {registry, repository, tag, digest}, text);
    }),
  );
});
