import {execFileSync} from 'node:child_process';
import {appendFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {packTar} from 'modern-tar';
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
  const image = await buildImage({layers: [[app, ...files]], ...(user !== '' && {user})});
  const {status, lines} = showImage(await layOut(t, image));
  return {status, bad: lines.flatMap(line => /^ {2}(?:BAD|note): (.*)$/.exec(line)?.[1] ?? [])};
}

test('an image that is as it should be is listed file by file, and passes', async t => {
  const image = await buildImage({
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
  const layers = [[{path: 'words', content: 'x'.repeat(9000)}]];
  const images = await Promise.all(
    ['amd64', 'arm64'].map(architecture => buildImage({layers, architecture, user: '65532'})),
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

test('an archive may have anything in it: only the parts of a layout are unpacked, and nothing of them is left', async t => {
  const layout = await layOut(t, await buildImage({layers: [[app]], user: '1'}));
  const temporary = join(layout, '..', 'temporary');
  await mkdir(temporary);
  await writeFile(join(layout, '..', 'outside'), 'x');
  await symlink('/etc/passwd', join(layout, 'blobs', 'sha256', 'f'.repeat(64)));
  const archive = `${layout}.tar`;
  const pack = (...options: readonly string[]) =>
    execFileSync('tar', ['--create', '--absolute-names', '--file', archive, '--directory', layout, ...options]);
  pack('index.json', 'blobs', '../outside', 'oci-layout');
  t.deepEqual(showImage(archive, temporary), {...showImage(layout), stderr: ''});

  await writeFile(join(layout, 'index.json'), JSON.stringify({manifests: [{digest: `sha256:${'f'.repeat(64)}`}]}));
  pack('.');
  const {status, stderr} = showImage(archive, temporary);
  t.deepEqual([status, stderr], [2, `no blobs/sha256/${'f'.repeat(64)}: is it an OCI image layout?\n`]);
  t.deepEqual(await readdir(temporary), []);
  t.deepEqual((await readdir(join(layout, '..'))).toSorted(), ['layout', 'layout.tar', 'outside', 'temporary']);
});

test('what is no tar archive, ends too early, or has a header of more than 8 MiB is refused', async t => {
  const layout = await layOut(t, await buildImage({layers: [[app]], user: '1'}));
  const archive = `${layout}.tar`;
  const whole = execFileSync('tar', ['--create', '--directory', layout, 'index.json', 'blobs']);
  const name = Buffer.alloc(9 * 2 ** 20, 'x');
  const long = await packTar([{header: {name: 'long', type: 'gnu-long-name', size: name.length}, body: name}]);
  const table: readonly (readonly [Buffer, string])[] = [
    [Buffer.from('no archive'), 'Tar archive is truncated.'],
    [Buffer.alloc(2048, 'no archive'), 'Invalid tar number.'],
    [Buffer.from(whole).fill('x', 0, 4), 'Invalid tar header checksum.'],
    [whole.subarray(0, 1500), 'Tar archive is truncated.'],
    [Buffer.from(long), 'Tar metadata entry exceeds maximum size.'],
  ];
  for (const [content, problem] of table) {
    await writeFile(archive, content);
    t.deepEqual(showImage(archive), {status: 2, lines: [''], stderr: `${archive} is no OCI archive: ${problem}\n`});
    const image = await buildImage({layers: [content], user: '1'});
    t.deepEqual(showImage(await layOut(t, image)), {status: 2, lines: [''], stderr: `${problem}\n`});
  }
  // As an older Docker saves images.
  await writeFile(archive, execFileSync('tar', ['--create', '--directory', layout, 'blobs']));
  const {status, stderr} = showImage(archive);
  t.is(status, 2);
  t.regex(stderr, /^no index\.json: is it an OCI image layout\? docker save writes one from Docker 25 on/);
});

test('owners and kinds of files are read as the tar of any system writes them', async t => {
  const source = await mkdtemp(join(tmpdir(), 'image-show-'));
  t.teardown(() => rm(source, {recursive: true}));
  execFileSync('sh', ['-c', 'printf app > app && chmod 4555 app && mkfifo fifo && ln app same'], {cwd: source});
  for (const format of ['pax', 'gnu']) {
    const options = [`--format=${format}`, '--owner=3000000', '--group=4000000', '--mode=a-w', '--directory', source];
    const content = execFileSync('tar', ['--create', ...options, 'app', 'fifo', 'same']);
    const {lines} = showImage(await layOut(t, await buildImage({layers: [content], user: '1'})));
    t.deepEqual(
      lines.filter(line => / \/(?:app|fifo|same)/.test(line)),
      [
        '  -4555 3000000:4000000          3 /app',
        '  ?0444 3000000:4000000          0 /fifo',
        '  h4555 3000000:4000000          0 /same -> app',
        '  BAD: /app: it has a setuid or setgid bit',
        '  BAD: /fifo: a device or fifo',
        '  BAD: /same: it has a setuid or setgid bit',
      ],
      format,
    );
  }
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
  const {status, lines} = showImage(await layOut(t, await buildImage({layers, user: '1'})));
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
    const {status, lines} = showImage(await layOut(t, await buildImage({layers: [content], user: '1'})));
    t.is(status, 1, format);
    t.true(
      lines.some(line => line.endsWith(`/${long}: a shell or package manager: bash`)),
      lines.join('\n'),
    );
  }
});

test('a layout that is damaged, or leads out of itself, is not believed', async t => {
  const bad = await layOut(t, await buildImage({layers: [[{path: 'a/../../b', content: ''}]], user: '1'}));
  t.deepEqual(showImage(bad), {
    status: 2,
    lines: [''],
    stderr: 'a path that leads out of the image: "a/../../b"\n',
  });

  const changed = await layOut(t, await buildImage({layers: [[app]], user: '1'}));
  const blobs = join(changed, 'blobs', 'sha256');
  for (const name of await readdir(blobs)) await appendFile(join(blobs, name), ' ');
  t.regex(showImage(changed).stderr, /^a blob that should be sha256:\w+ is sha256:\w+\n$/);

  await writeFile(join(changed, 'index.json'), JSON.stringify({manifests: [{digest: 'sha256:../../../etc/passwd'}]}));
  t.is(showImage(changed).stderr, 'no digest that is known here: "sha256:../../../etc/passwd"\n');
  await writeFile(join(changed, 'index.json'), '{}');
  t.is(showImage(changed).stderr, `no image in ${changed}\n`);
});
