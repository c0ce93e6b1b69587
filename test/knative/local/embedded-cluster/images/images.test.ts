import {createImages, failingTags} from '@image-puller/embedded-cluster/images';
import test from 'ava';

test('an image that nobody declared is the same in every cluster, and can be pulled', t => {
  const first = createImages().resolve('node', 'quay.io/org/anything:1', 'amd64');
  const second = createImages().resolve('other', 'quay.io/org/anything:1', 'amd64');
  t.true(first.found);
  t.deepEqual(second, first);
});

test('an image of 60 MB takes a second to pull, unless its duration is declared', t => {
  const images = createImages();
  const duration = (): number | undefined => {
    const resolution = images.resolve('node', 'registry.test/a:1', 'amd64');
    return resolution.found ? resolution.pullDuration : undefined;
  };
  images.set('registry.test/a:1', {sizeBytes: 60_000_000});
  t.is(duration(), 1000);
  images.set('registry.test/a:1', {pullDuration: 7});
  t.is(duration(), 7);
});

const failed = 'desc = failed to pull and unpack image';
const manifests = 'https://registry.test/v2/a/manifests';
for (const [tag, words] of Object.entries({
  'does-not-exist': `rpc error: code = NotFound ${failed} "registry.test/a:does-not-exist": failed to resolve reference "registry.test/a:does-not-exist": registry.test/a:does-not-exist: not found`,
  unauthorized: `rpc error: code = Unknown ${failed} "registry.test/a:unauthorized": failed to resolve reference "registry.test/a:unauthorized": unexpected status from HEAD request to ${manifests}/unauthorized: 401 Unauthorized`,
  'too-many-requests': `rpc error: code = Unknown ${failed} "registry.test/a:too-many-requests": failed to resolve reference "registry.test/a:too-many-requests": unexpected status from HEAD request to ${manifests}/too-many-requests: 429 Too Many Requests`,
  'server-error': `rpc error: code = Unknown ${failed} "registry.test/a:server-error": failed to resolve reference "registry.test/a:server-error": unexpected status from HEAD request to ${manifests}/server-error: 500 Internal Server Error`,
  timeout: `rpc error: code = DeadlineExceeded ${failed} "registry.test/a:timeout": failed to resolve reference "registry.test/a:timeout": failed to do request: Head "${manifests}/timeout": dial tcp: i/o timeout`,
  'host-not-found': `rpc error: code = Unknown ${failed} "registry.test/a:host-not-found": failed to resolve reference "registry.test/a:host-not-found": failed to do request: Head "${manifests}/host-not-found": dial tcp: lookup registry.test: no such host`,
  'no-space': `rpc error: code = Unknown ${failed} "registry.test/a:no-space": failed to copy: write layer: no space left on device`,
  'wrong-platform': `rpc error: code = NotFound ${failed} "registry.test/a:wrong-platform": no match for platform in manifest: not found`,
})) {
  test(`the tag \`${tag}\` fails in containerd's words`, t => {
    const answerDuration = tag === 'timeout' ? 5000 : 40;
    t.true(Object.hasOwn(failingTags, tag));
    t.deepEqual(createImages().resolve('node', `registry.test/a:${tag}`, 'amd64'), {
      found: false,
      message: words,
      answerDuration,
    });
  });
}

test('an image has no match on a node of an architecture it was not built for', t => {
  const images = createImages();
  images.set('registry.test/a:1', {platforms: ['amd64']});
  t.true(images.resolve('node', 'registry.test/a:1', 'amd64').found);
  t.false(images.resolve('node', 'registry.test/a:1', 'arm64').found);
});

test('a failure that is taken back was none', t => {
  const images = createImages();
  images.set('registry.test/a:1', {failure: 'ServerError'});
  t.false(images.resolve('node', 'registry.test/a:1', 'amd64').found);
  images.set('registry.test/a:1', {failure: undefined});
  t.true(images.resolve('node', 'registry.test/a:1', 'amd64').found);
});

test('a tag that moved names other content in the registry, and the old on the nodes', t => {
  const images = createImages();
  const before = images.get('registry.test/a:1');
  images.onNode('node').add('registry.test/a:1', before);
  const moved = images.move('registry.test/a:1');
  t.not(moved, before.digest);
  t.deepEqual(images.get('registry.test/a:1'), {...before, digest: moved});
  t.is(images.onNode('node').find('registry.test/a:1')?.digest, before.digest);
});

test('requests are counted by node and image', t => {
  const images = createImages();
  images.resolve('one', 'registry.test/a:1', 'amd64');
  images.countPull('one', 'registry.test/a:1');
  images.resolve('one', 'registry.test/a:1', 'amd64');
  images.resolve('two', 'registry.test/a:does-not-exist', 'amd64');
  t.deepEqual(images.requests(), [
    {node: 'one', image: 'registry.test/a:1', manifests: 2, pulls: 1},
    {node: 'two', image: 'registry.test/a:does-not-exist', manifests: 1, pulls: 0},
  ]);
});

test("a disk names content by the repository it came from first, and forgets a tag's old content only by name", t => {
  const images = createImages();
  const disk = images.onNode('node');
  const [old, fresh] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
  disk.add('registry.test/a:1', {digest: old, sizeBytes: 1});
  disk.add('mirror.test/a:1', {digest: old, sizeBytes: 1});
  disk.add('registry.test/a:1', {digest: fresh, sizeBytes: 2});
  t.deepEqual(disk.list(), [
    {
      digest: old,
      sizeBytes: 1,
      imageId: `registry.test/a@${old}`,
      names: [`registry.test/a@${old}`, `mirror.test/a@${old}`, 'mirror.test/a:1'],
    },
    {
      digest: fresh,
      sizeBytes: 2,
      imageId: `registry.test/a@${fresh}`,
      names: [`registry.test/a@${fresh}`, 'registry.test/a:1'],
    },
  ]);
  t.is(disk.find(`registry.test/a@${old}`)?.digest, old);
  t.is(disk.find('registry.test/a:1')?.digest, fresh);
  images.removeNode('node');
  t.deepEqual(images.onNode('node').list(), []);
});

test('what is no reference is refused by name', t => {
  t.throws(() => createImages().get('Not An Image'), {
    message: '`Not An Image` is no image reference; write host/path:tag, such as quay.io/org/image:1',
  });
});
