import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {load, loadAll} from 'js-yaml';
import {checkOut} from './checkout.ts';

const {version} = release;
const registry = 'registry.example:5000/you/image-puller';
const digests = [`sha256:${'f'.repeat(64)}`, `sha256:${'5'.repeat(64)}`] as const;
const functions = {repository: `${registry}/functions`, tag: `${version}@${digests[0]}`};
/** How a template refers to the parameters that name the functions' image. */
const parameters = ['IMAGE', 'IMAGE_TAG'].map(name => `\${${name}}`).join(':');
const sleepImage = `${registry}/sleep:${version}@${digests[1]}`;

test('once declared, everything that is released names the images that were pushed, by digest', async t => {
  const checkout = await checkOut(t);
  const declared = await checkout.release(['declare', registry, ...digests]);
  t.is(declared.status, 0, declared.stderr);
  const rendered = await checkout.render();
  t.is(rendered.status, 0, rendered.stderr);
  await writeFile(
    checkout.path('CHANGELOG.md'),
    `## [Unreleased]\n\n## [${version}] - 2026-01-31\n\n### Added\n\n- Everything.\n\n## [0.0.1] - 2026-01-01\n\n- Old.\n`,
  );
  const out = checkout.path('assets');
  const wrote = await checkout.release(['assets', out], {GITHUB_REF_NAME: `v${version}`});
  t.is(wrote.status, 0, wrote.stderr);

  const files = await readdir(out);
  const openShift = await readdir(checkout.path('knative', 'openshift'));
  t.deepEqual(
    files.toSorted(),
    ['knative.yaml', 'notes.md', ...openShift.map(file => `openshift-${file}`), 'standalone.yaml'].toSorted(),
  );
  t.is(await readFile(join(out, 'notes.md'), 'utf8'), '### Added\n\n- Everything.\n');
  const read = (file: string) => readFile(join(out, file), 'utf8');
  const image = `${functions.repository}:${functions.tag}`;
  t.deepEqual(listImages(loadAll(await read('standalone.yaml'))), [image, sleepImage].toSorted());
  t.deepEqual(listImages(loadAll(await read('knative.yaml'))), [image, sleepImage].toSorted());
  for (const file of ['openshift-app.yaml', 'openshift-serverless.yaml']) {
    const template = load(await read(file));
    t.deepEqual(listImages(template), [parameters, sleepImage].toSorted(), file);
    t.deepEqual(readParameters(template), [functions.repository, functions.tag], file);
  }
  const names = load(await readFile(checkout.path('knative', 'helm', 'files', 'release.yaml'), 'utf8'));
  t.deepEqual(names, {functions, sleepImage});

  // Of what a release is made, nothing names another place.
  for (const file of await listFiles(checkout.path('knative'), checkout.path('shared'))) {
    const text = await readFile(file, 'utf8');
    t.false(text.includes(`${release.registry}/`), file);
  }
});

test('before the images are pushed their names alone are declared, as a fork would do it by hand', async t => {
  const checkout = await checkOut(t);
  const source = checkout.path('shared', 'release', 'published.ts');
  const before = await readFile(source, 'utf8');
  t.is((await checkout.release(['declare', registry])).status, 0);
  t.is(await readFile(source, 'utf8'), before.replace(`'${release.registry}'`, `'${registry}'`));
  t.is((await checkout.render()).status, 0);
  const manifest = await readFile(checkout.path('knative', 'standalone.yaml'), 'utf8');
  t.deepEqual(listImages(loadAll(manifest)), [`${registry}/functions:${version}`, `${registry}/sleep:${version}`]);
});

test('what is no registry or digest is not declared, and an unexpected declaration is not half changed', async t => {
  const checkout = await checkOut(t);
  const source = checkout.path('shared', 'release', 'published.ts');
  const before = await readFile(source, 'utf8');
  const refuse = async (args: readonly string[], message: RegExp) => {
    const {status, stdout, stderr} = await checkout.release(['declare', ...args]);
    t.deepEqual([status, stdout], [1, '']);
    t.regex(stderr, message);
  };
  await refuse(["quay.io/you';import('evil')"], /is no part of a name: /);
  await refuse([registry, digests[0], 'sha256:1'], /^"sha256:1" is no digest: write sha256: and 64 digits\n$/);
  await refuse([registry, digests[0], ''], /^"" is no digest: /);
  await refuse([registry, digests[0]], /^no such command: declare /);
  t.is(await readFile(source, 'utf8'), before);

  const renamed = before.replace('registry: string', 'place: string');
  await writeFile(source, renamed);
  await refuse([registry], /^shared\/release\/published\.ts has not one line like /);
  t.is(await readFile(source, 'utf8'), renamed);
});

/** Every image of a container, and every sleep image that one is told of. */
function listImages(value: unknown): readonly string[] {
  const found = new Set<string>();
  JSON.stringify(value, (key, inner) => {
    if (key === 'image' && typeof inner === 'string') found.add(inner);
    if (inner?.name === 'SLEEP_IMAGE' && typeof inner.value === 'string') found.add(inner.value);
    return inner;
  });
  return [...found].toSorted();
}

/** The values of IMAGE and IMAGE_TAG. */
function readParameters(template: unknown): readonly string[] {
  const {parameters: all}: {parameters: readonly {name: string; value: string}[]} = JSON.parse(
    JSON.stringify(template),
  );
  return ['IMAGE', 'IMAGE_TAG'].flatMap(name => all.find(parameter => parameter.name === name)?.value ?? []);
}

async function listFiles(...folders: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    folders.map(async folder => await readdir(folder, {recursive: true, withFileTypes: true})),
  );
  return lists.flat().flatMap(entry => (entry.isFile() ? join(entry.parentPath, entry.name) : []));
}
