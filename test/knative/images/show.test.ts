import {execFileSync} from 'node:child_process';
import {appendFile, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {buildImage, compressImage, type Image, type LayerFile, writeLayout} from '../../cluster/images/index.ts';
import {showImage} from './show-image.ts';

const app: LayerFile = {path: 'app', content: 'app', mode: 0o555};

async function layOut(t: ExecutionContext, ...images: readonly Image[]): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'image-show-'));
  t.teardown(() => rm(parent, {recursive: true}));
  await writeLayout(join(parent, 'layout'), images);
  return join(parent, 'layout');
}

/** What is said to be wrong with an image of these files, and the exit status that says so too. */
async function judge(t: ExecutionContext, files: readonly LayerFile[], user: string | undefined = '65532:65532') {
  const image = buildImage({layers: [[app, ...files]], ...(user !== '' && {user})});
  const {status, lines} = showImage(await layOut(t, image));
  return {status, bad: lines.flatMap(line => /^ {2}(?:BAD|note): (.*)$/.exec(line)?.[1] ?? [])};
}

test('an image that is as it should be is listed file by file, and passes', async t => {
  const image = buildImage({
    layers: [[app], [{path: 'etc/link', content: '', type: 'symlink', target: '../app', mode: 0o777}]],
    architecture: 's390x',
    user: '65532:65532',
    entrypoint: ['/app'],
    command: ['a b'],
    env: ['A=b\nc'],
  });
  const {status, lines, stderr} = showImage(await layOut(t, image));
  t.deepEqual([status, stderr], [0, '']);
  t.deepEqual(lines, [
    'linux/s390x',
    `  digest     ${image.manifest.digest}`,
    '  size       3584 bytes as it is kept, 3584 unpacked, in 2 layers',
    '  user       65532:65532',
    '  entrypoint ["/app"]',
    '  command    ["a b"]',
    '  env        A=b c',
    '  -0555         0:0          3 /app',
    '  l0777         0:0          0 /etc/link -> ../app',
    '  ok: not root, nothing can be written to, no setuid, no shell, no package manager',
  ]);
});

test('every image of a layout is listed, compressed or not, from a directory or an archive', async t => {
  const images = ['amd64', 'arm64'].map(architecture =>
    buildImage({layers: [[{path: 'words', content: 'x'.repeat(9000)}]], architecture, user: '65532'}),
  );
  const layout = await layOut(t, ...images.map(compressImage));
  const archive = `${layout}.tar`;
  execFileSync('tar', ['--create', '--file', archive, '--directory', layout, '.']);
  const {status, lines} = showImage(layout);
  t.is(status, 0);
  t.deepEqual(
    lines.filter(line => /^linux|words/.test(line)),
    ['linux/amd64', '  -0644         0:0       9000 /words', 'linux/arm64', '  -0644         0:0       9000 /words'],
  );
  const [, compressed] = /^ {2}size +(\d+) bytes as it is kept, 10752 unpacked/m.exec(lines.join('\n')) ?? [];
  t.true(Number(compressed) < 1000, compressed);
  t.deepEqual(showImage(archive).lines, lines);
});

test('an image whose user is root, or only has a name, is bad', async t => {
  const said: Readonly<Record<string, string>> = {
    '': 'user: none is set, and so it is root',
    '0': 'user: it is root',
    '65532:0': "user: its group is root's",
    nonroot: 'user: not numeric: "nonroot"',
  };
  for (const [user, problem] of Object.entries(said))
    t.deepEqual(await judge(t, [], user), {status: 1, bad: [problem]});
});

test('whatever can be written to, is setuid, or is of use to an intruder makes an image bad', async t => {
  const table: readonly (readonly [LayerFile, string])[] = [
    [{path: 'a', content: '', mode: 0o646}, 'it can be written to by others than its owner'],
    [{path: 'a', content: '', mode: 0o664}, 'it can be written to by others than its owner'],
    [{path: 'a', content: '', type: 'directory', mode: 0o777}, 'it can be written to by others than its owner'],
    [{path: 'a', content: '', mode: 0o444, owner: 65532}, "it is the image's user's"],
    [{path: 'a', content: '', mode: 0o4755}, 'it has a setuid or setgid bit'],
    [{path: 'a', content: '', mode: 0o2755}, 'it has a setuid or setgid bit'],
  ];
  for (const [file, problem] of table) t.deepEqual(await judge(t, [file]), {status: 1, bad: [`/a: ${problem}`]});
  for (const name of 'sh bash busybox dash ash apk apt apt-get dpkg npm npx yarn corepack'.split(' ')) {
    const path = `usr/bin/${name}`;
    t.deepEqual(await judge(t, [{path, content: '', type: 'symlink', target: '/app'}]), {
      status: 1,
      bad: [`/${path}: a shell or package manager: ${name}`],
    });
  }
});

test('a directory for temporary files and an empty home are noted, and a file in that home is bad', async t => {
  const note = 'files can be made in it unless the root file system is read-only';
  const temporary: LayerFile = {path: 'tmp', content: '', type: 'directory', mode: 0o1777};
  const home: LayerFile = {path: 'home/me', content: '', type: 'directory', mode: 0o700, owner: 65532};
  t.deepEqual(await judge(t, [temporary, home]), {status: 0, bad: [`/home/me: ${note}`, `/tmp: ${note}`]});
  t.deepEqual(await judge(t, [home, {path: 'home/me/x', content: ''}]), {
    status: 1,
    bad: ["/home/me: it is the image's user's"],
  });
});

test('what a layer takes away is not there, what it brings itself is', async t => {
  const file = (path: string): LayerFile => ({path, content: ''});
  const layers = [
    [file('bin/sh'), file('keep/old'), file('opaque/old'), file('gone/a/b'), file('dir/below')],
    [file('bin/.wh.sh'), file('opaque/new'), file('opaque/.wh..wh..opq'), file('.wh.gone'), file('dir')],
  ];
  const {status, lines} = showImage(await layOut(t, buildImage({layers, user: '1'})));
  t.is(status, 0);
  t.deepEqual(
    lines.flatMap(line => /^ {2}-.* (\/.*)$/.exec(line)?.[1] ?? []),
    ['/dir', '/keep/old', '/opaque/new'],
  );
});

test('names that only extended headers have room for are read, whoever wrote them', async t => {
  const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/bash`;
  for (const format of ['pax', 'gnu']) {
    const source = await mkdtemp(join(tmpdir(), 'image-show-'));
    t.teardown(() => rm(source, {recursive: true}));
    execFileSync('mkdir', ['-p', join(source, long, '..')]);
    await writeFile(join(source, long), '');
    const content = execFileSync('tar', [
      '--create',
      `--format=${format}`,
      '--directory',
      source,
      '--owner=0',
      '--group=0',
      '.',
    ]);
    const {status, lines} = showImage(await layOut(t, buildImage({layers: [content], user: '1'})));
    t.is(status, 1, format);
    t.true(
      lines.some(line => line.endsWith(`/${long}: a shell or package manager: bash`)),
      lines.join('\n'),
    );
  }
});

test('a layout that is damaged, or leads out of itself, is not believed', async t => {
  const bad = await layOut(t, buildImage({layers: [[{path: 'a/../../b', content: ''}]], user: '1'}));
  t.deepEqual(showImage(bad), {
    status: 2,
    lines: [''],
    stderr: 'a path that leads out of the image: "a/../../b"\n',
  });

  const changed = await layOut(t, buildImage({layers: [[app]], user: '1'}));
  const blobs = join(changed, 'blobs', 'sha256');
  for (const name of await readdir(blobs)) await appendFile(join(blobs, name), ' ');
  t.regex(showImage(changed).stderr, /^a blob that should be sha256:\w+ is sha256:\w+\n$/);

  await writeFile(join(changed, 'index.json'), JSON.stringify({manifests: [{digest: 'sha256:../../../etc/passwd'}]}));
  t.is(showImage(changed).stderr, 'no digest that is known here: "sha256:../../../etc/passwd"\n');
  await writeFile(join(changed, 'index.json'), '{}');
  t.is(showImage(changed).stderr, `no image in ${changed}\n`);
});
