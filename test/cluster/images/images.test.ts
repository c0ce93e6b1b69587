import {execFileSync} from 'node:child_process';
import test from 'ava';
import {buildFileImage, buildImage, buildIndex} from './index.ts';

test('the same files make the same image, other files another', async t => {
  const [one, same, other] = await Promise.all(['a', 'a', 'b'].map(words => buildFileImage(words)));
  t.deepEqual(one, same);
  t.not(one?.manifest.digest, other?.manifest.digest);
});

test('a layer is an archive that tar reads, with permissions and content', async t => {
  // Of every length modulo the 512 bytes of a block that is special.
  const files = [0, 1, 511, 512, 513].map(length => ({
    path: `dir/${length}`,
    content: 'x'.repeat(length),
    mode: 0o751,
  }));
  const [layer] = (await buildImage({layers: [files]})).layers;
  const tar = (...options: readonly string[]) =>
    execFileSync('tar', [...options, '--file', '-'], {input: layer?.content ?? '', encoding: 'utf8'});
  const lines = tar('--list', '--verbose', '--numeric-owner', '--utc').trimEnd().split('\n');
  t.deepEqual(
    lines.map(line => line.replace(/ +/g, ' ')),
    [0, 1, 511, 512, 513].map(length => `-rwxr-x--x 0/0 ${length} 1970-01-01 00:00 dir/${length}`),
  );
  t.is(tar('--extract', '--to-stdout', 'dir/513'), 'x'.repeat(513));
});

test('an image says for whom it is and what it runs, and refers to its parts by digest and size', async t => {
  const image = await buildImage({
    layers: [[{path: 'a', content: 'a'}]],
    architecture: 's390x',
    user: '65532',
    command: ['/a', 'b'],
    env: ['A=b'],
  });
  const [layer] = image.layers;
  t.deepEqual(JSON.parse(image.config.content.toString()), {
    architecture: 's390x',
    os: 'linux',
    config: {User: '65532', Env: ['A=b'], Cmd: ['/a', 'b']},
    rootfs: {type: 'layers', diff_ids: [layer?.digest]},
  });
  t.deepEqual(JSON.parse(image.manifest.content.toString()), {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: image.config.digest,
      size: image.config.content.length,
    },
    layers: [{mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: layer?.digest, size: 2048}],
  });
  const index = buildIndex([image]);
  t.deepEqual(JSON.parse(index.manifest.content.toString()).manifests, [
    {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: image.manifest.digest,
      size: image.manifest.content.length,
      platform: {architecture: 's390x', os: 'linux'},
    },
  ]);
});
