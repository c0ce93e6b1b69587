import {spawnSync} from 'node:child_process';
import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {type Need, testWith} from '../../support/needs.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'knative', 'images', 'build', 'main.ts');
const shell: Need<string> =
  process.platform === 'win32' ? {missing: 'a shell, which the stand-ins are written for'} : {found: '/bin/sh'};

/** What a call of an engine was: its name, then its arguments. */
type Call = readonly string[];

/**
 * Runs `npm run image` on a machine where these programs are, which note how they are called.
 *
 * @param failing the first arguments with which a program ends with status 3; with `buildx`, docker has none
 */
async function runImage(t: ExecutionContext, programs: readonly string[], args: readonly string[], failing = 'none') {
  const directory = await mkdtemp(join(tmpdir(), 'image-build-'));
  t.teardown(() => rm(directory, {recursive: true}));
  const record = join(directory, 'record');
  await writeFile(record, '');
  const note = `{ printf '%s\\t' "\${0##*/}" "$@"; echo; } >> '${record}'`;
  // Whether docker has buildx is asked without any effect.
  const asked = `case "$*" in "buildx version") exit ${failing === 'buildx' ? 1 : 0};; esac`;
  const end = `case "$*" in "${failing}"*) exit 3;; esac`;
  for (const program of programs) await writeScript(join(directory, program), `${asked}\n${note}\n${end}\n`);
  await writeScript(join(directory, 'git'), 'echo 0123abcd 2026-01-02T03:04:05Z\n');
  const {status, stdout, stderr} = spawnSync(process.execPath, [main, ...args], {
    env: {PATH: directory},
    encoding: 'utf8',
  });
  const calls: readonly Call[] = (await readFile(record, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map(line => line.split('\t').slice(0, -1));
  return {status, stdout, stderr, calls};
}

async function writeScript(file: string, body: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${body}`);
  await chmod(file, 0o755);
}

const image = ['--name', 'quay.io/you/functions', '--tag', '1.2.3'];
const name = 'quay.io/you/functions:1.2.3';
const two = ['--platform', 'linux/amd64,linux/arm64'];
const labels = [
  ...['--label', 'org.opencontainers.image.version=1.2.3'],
  ...['--label', 'org.opencontainers.image.revision=0123abcd'],
  ...['--label', 'org.opencontainers.image.created=2026-01-02T03:04:05Z'],
];
const one = ['--file', 'Dockerfile', '--target', 'functions', ...labels];
const many = ['--file', 'Dockerfile', '--target', 'functions', ...two, ...labels];

testWith(shell, 'an image is built by the engine that is there, with the commands that this one has', async t => {
  const push = [...image, ...two, '--push'];
  const table: readonly (readonly [engine: string, args: readonly string[], calls: readonly Call[]])[] = [
    ['docker', image, [['docker', 'buildx', 'build', ...one, '--tag', name, '--load', '.']]],
    ['docker', push, [['docker', 'buildx', 'build', ...many, '--tag', name, '--push', '.']]],
    [
      'docker',
      [...image, ...two],
      [['docker', 'buildx', 'build', ...many, '--tag', name, '--output', 'type=oci,dest=functions-1.2.3.oci.tar', '.']],
    ],
    ...['podman', 'buildah'].flatMap((engine): [string, readonly string[], readonly Call[]][] => [
      [engine, image, [[engine, 'build', ...one, '--tag', name, '.']]],
      [
        engine,
        [...image, '--push'],
        [
          [engine, 'build', ...one, '--tag', name, '.'],
          [engine, 'push', name, `docker://${name}`],
        ],
      ],
      [
        engine,
        push,
        [
          [engine, 'manifest', 'rm', name],
          [engine, 'build', ...many, '--manifest', name, '.'],
          [engine, 'manifest', 'push', '--all', name, `docker://${name}`],
        ],
      ],
    ]),
  ];
  for (const [engine, args, expected] of table) {
    const {status, stdout, stderr, calls} = await runImage(t, [engine], args);
    t.deepEqual({status, stderr, calls}, {status: 0, stderr: '', calls: expected});
    t.deepEqual(
      stdout.trimEnd().split('\n'),
      expected.map(call => call.join(' ')),
      'each is said before it is run',
    );
  }
});

testWith(shell, 'docker comes before podman, and that before buildah, unless one is named', async t => {
  const run = async (programs: readonly string[], ...more: readonly string[]) =>
    (await runImage(t, programs, [...image, ...more])).calls.map(([program]) => program);
  t.deepEqual(await run(['buildah', 'docker', 'podman']), ['docker']);
  t.deepEqual(await run(['buildah', 'podman']), ['podman']);
  const {calls} = await runImage(t, ['buildah', 'docker'], image, 'buildx');
  t.is(calls[0]?.[0], 'buildah', 'a docker without buildx is none');
  t.deepEqual(await run(['buildah', 'docker', 'podman'], '--engine', 'buildah'), ['buildah']);
});

testWith(shell, 'the image of the holder is built from its own stage', async t => {
  const {calls} = await runImage(t, ['docker'], [...image, '--target', 'sleep']);
  t.is(calls[0]?.[calls[0].indexOf('--target') + 1], 'sleep');
});

testWith(shell, 'the images that it begins with can be mirrors, or named by digest', async t => {
  const bases = ['--builder', 'mirror.test/node:24', '--base', `mirror.test/base@sha256:${'0'.repeat(64)}`];
  const {calls} = await runImage(t, ['podman'], [...image, ...bases]);
  const values = ['BUILDER=mirror.test/node:24', `BASE=mirror.test/base@sha256:${'0'.repeat(64)}`];
  t.deepEqual(calls, [
    [
      'podman',
      'build',
      ...one.slice(0, 4),
      ...values.flatMap(value => ['--build-arg', value]),
      ...labels,
      '--tag',
      name,
      '.',
    ],
  ]);
});

testWith(shell, 'where no engine is, one line says what to install', async t => {
  const install = 'install Docker with buildx, Podman 4 or later, or Buildah 1.24 or later\n';
  t.like(await runImage(t, [], image), {
    status: 2,
    stderr: `no docker, podman, buildah on the PATH: ${install}`,
    calls: [],
  });
  t.like(await runImage(t, ['docker'], [...image, '--engine', 'podman']), {
    status: 2,
    stderr: `no podman on the PATH: ${install}`,
    calls: [],
  });
  t.like(await runImage(t, ['docker'], image, 'buildx'), {
    status: 2,
    stderr: `docker has no buildx: ${install}`,
    calls: [],
  });
});

testWith(shell, 'a build that fails ends with its status, and nothing is pushed', async t => {
  const push = [...image, ...two, '--push'];
  const failed = await runImage(t, ['podman'], push, 'build');
  t.deepEqual(
    [failed.status, failed.calls.map(call => call.slice(0, 2).join(' '))],
    [3, ['podman manifest', 'podman build']],
  );
  // There is no list of that name to be removed.
  const fresh = await runImage(t, ['podman'], push, 'manifest rm');
  t.deepEqual([fresh.status, fresh.calls.length], [0, 3]);
});

testWith(shell, 'what is wrong with a command line is told at once, and nothing is run', async t => {
  const wrong = ['--name', 'A/b', '--tag', 'a b', '--target', 'all', '--platform', 'linux/riscv64', '--engine', 'img'];
  wrong.push('--base', 'a b');
  const {status, stderr, calls} = await runImage(t, ['docker'], wrong);
  t.deepEqual([status, calls], [2, []]);
  t.deepEqual(stderr.split('\n').slice(0, 6), [
    '--name A/b: write a registry and a repository, such as quay.io/you/functions',
    '--tag a b: write a tag, such as 1.2.3',
    '--target all: write functions or sleep',
    '--platform linux/riscv64: write linux/amd64, linux/arm64, linux/ppc64le or linux/s390x',
    '--engine img: write docker, podman, buildah',
    '--base a b: has no valid repository: "library/a b"',
  ]);
  t.is((await runImage(t, ['docker'], [...image, '--wrong'])).status, 2);
});
