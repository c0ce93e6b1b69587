import {formatReference, parseReference} from '@image-puller/embedded-cluster/images';
import test from 'ava';
import fc from 'fast-check';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

for (const [written, full] of [
  ['busybox', 'docker.io/library/busybox:latest'],
  ['org/app:1.2', 'docker.io/org/app:1.2'],
  ['quay.io/org/app', 'quay.io/org/app:latest'],
  ['localhost/app:1', 'localhost/app:1'],
  ['127.0.0.1:5000/a/b/c:x', '127.0.0.1:5000/a/b/c:x'],
  [`quay.io/org/app@${digest}`, `quay.io/org/app@${digest}`],
  [`app:1@${digest}`, `docker.io/library/app:1@${digest}`],
] as const) {
  test(`${written} is ${full}`, t => {
    const parsed = parseReference(written);
    t.is(parsed && formatReference(parsed), full);
  });
}

for (const written of ['', 'UPPER', 'a b', 'quay.io/', 'a:', 'a@sha256:1', 'a//b', ':tag', 'quay.io/org/app:-x']) {
  test(`\`${written}\` is no reference`, t => t.is(parseReference(written), undefined));
}

test('a completed reference means the same as what was written', t => {
  const part = fc.stringMatching(/^[a-z0-9]{1,6}$/);
  const written = fc
    .tuple(fc.constantFrom('', 'quay.io/', 'localhost:5000/'), fc.array(part, {minLength: 1, maxLength: 3}), part)
    .map(([host, path, tag]) => `${host}${path.join('/')}:${tag}`);
  fc.assert(
    fc.property(written, text => {
      const parsed = parseReference(text);
      if (parsed === undefined) return false;
      t.deepEqual(parseReference(formatReference(parsed)), parsed);
      return formatReference(parsed).endsWith(text);
    }),
  );
  t.pass();
});
