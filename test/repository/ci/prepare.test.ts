import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {chmod, mkdir, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import test from 'ava';
import {type Need, testWith} from '../../support/needs.ts';
import {clone, ownNode} from './clone.ts';

const advice = 'Install Node 99.1 or later, for instance from https://nodejs.org, and run the same command again.\n';
const installing = /^Installing what package-lock\.json lists: npm ci /m;

test('a fresh clone gets what its lockfile lists, once', async t => {
  const {path, prepare} = await clone(t);
  const first = await prepare();
  t.is(first.status, 0, first.stderr);
  t.regex(first.stderr, installing);
  t.true(existsSync(path('node_modules', 'one', 'package.json')));
  t.deepEqual(await prepare(), {status: 0, stdout: '', stderr: ''});
});

test("someone's npmrc does no harm: packages are for another Node than npm's own, and their commands are linked", async t => {
  const {path, prepare} = await clone(t);
  const one = {name: 'one', version: '1.0.0', bin: {one: 'one.js'}, engines: {node: '>=99'}};
  await writeFile(path('one', 'package.json'), JSON.stringify(one));
  await writeFile(path('one', 'one.js'), '');
  const lock: {readonly packages: Record<string, object>} = JSON.parse(
    await readFile(path('package-lock.json'), 'utf8'),
  );
  lock.packages.one = one;
  await writeFile(path('package-lock.json'), JSON.stringify(lock));
  const {status, stderr} = await prepare({
    npm_config_engine_strict: 'true',
    npm_config_bin_links: 'false',
    npm_config_omit: 'optional',
  });
  t.is(status, 0, stderr);
  t.true(existsSync(path('node_modules', '.bin', process.platform === 'win32' ? 'one.cmd' : 'one')));
});

test('a lockfile that is newer but says the same installs nothing', async t => {
  const {path, prepare} = await clone(t);
  await prepare();
  const {mtimeMs} = await stat(path('node_modules', '.package-lock.json'));
  await utimes(path('package-lock.json'), new Date(mtimeMs + 60_000), new Date(mtimeMs + 60_000));
  t.deepEqual(await prepare(), {status: 0, stdout: '', stderr: ''});
});

test('a lockfile that lists more or less than is there installs, however old it is', async t => {
  const {path, prepare, need} = await clone(t);
  await prepare();
  for (const packages of [['one', 'two'], ['two']]) {
    await need({packages});
    await utimes(path('package-lock.json'), new Date(0), new Date(0));
    t.regex((await prepare()).stderr, installing);
    t.deepEqual(
      ['one', 'two'].filter(name => existsSync(path('node_modules', name))),
      packages,
    );
  }
});

test('an install that was cut short, or a package that was deleted, installs', async t => {
  const {path, prepare} = await clone(t);
  for (const lost of ['.package-lock.json', 'one']) {
    await prepare();
    await rm(path('node_modules', lost), {recursive: true});
    t.regex((await prepare()).stderr, installing, lost);
  }
});

test('a task of turbo installs nothing: tests may be running', async t => {
  const {path, prepare} = await clone(t);
  t.deepEqual(await prepare({TURBO_HASH: 'abc'}), {status: 0, stdout: '', stderr: ''});
  t.false(existsSync(path('node_modules')));
});

test('an install that fails ends with 1 and says whose fault it is', async t => {
  const {path, prepare} = await clone(t);
  await rm(path('package.json'));
  const {status, stderr} = await prepare();
  t.is(status, 1);
  t.regex(stderr, /^npm could not install \(its exit status is \d+\); its reason is above\.$/m);
});

test('two at once install once, and both go on', async t => {
  const {path, prepare} = await clone(t);
  const both = await Promise.all([prepare(), prepare()]);
  t.deepEqual(
    both.map(({status}) => status),
    [0, 0],
    both.map(({stderr}) => stderr).join('\n'),
  );
  t.is(both.filter(({stderr}) => installing.test(stderr)).length, 1);
  t.false(existsSync(path('.ci', '.installing')));
});

test('what a killed install left behind holds nobody up', async t => {
  const {path, prepare} = await clone(t);
  const gone = spawn(process.execPath, ['--version'], {stdio: 'ignore'});
  await once(gone, 'exit');
  await writeFile(path('.ci', '.installing'), String(gone.pid));
  const {status, stderr} = await prepare();
  t.is(status, 0);
  t.regex(stderr, installing);
});

test('where the package that brings Node is missing, two lines say so and what to do', async t => {
  const {prepare, need} = await clone(t);
  await need({node: {[ownNode]: '99.1.0'}});
  await prepare();
  t.deepEqual(await prepare(), {
    status: 1,
    stdout: '',
    stderr:
      `This needs Node 99.1 or later, and here is ${process.version}: the package ${ownNode}, which brings it, is not installed.\n` +
      'Run `npm ci --include=optional` (without --omit=optional), and then the same command again.\n',
  });
});

test('where npm has no package of Node and that of the machine is too old, two lines say so and what to do', async t => {
  const {prepare, need} = await clone(t);
  await need({node: {'node-aix-ppc64': '99.1.0'}});
  await prepare();
  t.deepEqual(await prepare(), {
    status: 1,
    stdout: '',
    stderr:
      `This needs Node 99.1 or later, and here is ${process.version} (npm has no Node for ${process.platform} ${process.arch}).\n` +
      advice,
  });
});

test('a Node of the same major version is compared by the minor one', async t => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const {prepare, need} = await clone(t);
  const assess = async (...version: readonly number[]) => {
    await need({node: {'node-aix-ppc64': `${version.join('.')}.0`}});
    await prepare();
    return (await prepare()).status;
  };
  t.is(await assess(major, minor), 0);
  t.is(await assess(major, minor + 1), 1);
  t.is(await assess(major - 1, minor + 1), 0);
  t.is(await assess(major + 1, 0), 1);
});

const posix: Need<string> =
  process.platform === 'win32' ? {missing: 'Windows runs no scripts in place of a binary'} : {found: process.platform};

testWith(posix, 'the Node that was installed is asked for its version where this one is too old', async t => {
  const {path, prepare, need} = await clone(t);
  await need({node: {[ownNode]: '99.1.0'}});
  await prepare();
  const binary = path('node_modules', ownNode, 'bin', 'node');
  await mkdir(path('node_modules', ownNode, 'bin'), {recursive: true});
  for (const [script, problem] of [
    ['#!/bin/sh\necho v99.1.0\n', undefined],
    ['#!/bin/sh\necho v20.1.0\n', 'says v20.1.0'],
    ['#!/lib/ld-musl-missing\n', 'does not run here (it needs glibc)'],
    ['#!/bin/sh\nexit 1\n', 'does not run here (no answer)'],
  ] as const) {
    await writeFile(binary, script);
    await chmod(binary, 0o755);
    const stderr =
      problem === undefined
        ? ''
        : `This needs Node 99.1 or later, and here is ${process.version}; ${binary} should be Node 99.1.0, but ${problem}.\n${advice}`;
    t.deepEqual(await prepare(), {status: problem === undefined ? 0 : 1, stdout: '', stderr});
  }
});
