import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {
  buildManifests,
  buildStandalone,
  defaultOptions,
  type InstallOptions,
  type Resource,
  renderManifest,
} from '@image-puller/knative/resources';
import test, {type ExecutionContext} from 'ava';
import {load, YAML11_SCHEMA} from 'js-yaml';

const knative = join(import.meta.dirname, '../../knative');
const run = promisify(execFile);
const render = (...args: readonly string[]) => run(process.execPath, [join(knative, 'render.ts'), ...args]);

async function readFolder(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(files.map(async file => [file, await readFile(join(folder, file), 'utf8')])),
  );
}

function renderAll(options: InstallOptions): Record<string, string> {
  return Object.fromEntries(buildManifests(options).map(manifest => [manifest.file, renderManifest(manifest)]));
}

async function makeFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'manifests-'));
  t.teardown(() => rm(folder, {recursive: true}));
  return folder;
}

test('knative/manifests is what knative/resources says: after a change, run `npm run render -w knative`', async t => {
  t.deepEqual(await readFolder(join(knative, 'manifests')), renderAll(defaultOptions));
});

test('knative/standalone.yaml is what knative/resources says, and can be rendered for another installation', async t => {
  const read = (folder: string) => readFile(join(folder, 'standalone.yaml'), 'utf8');
  t.is(await read(knative), renderManifest(buildStandalone(defaultOptions)));
  const folder = await makeFolder(t);
  const {stdout} = await render('--out', folder, '--mode', 'standalone', '--namespace', 'images');
  t.is(stdout, `${join(folder, 'standalone.yaml')}\n`);
  t.deepEqual(await readdir(folder), ['standalone.yaml']);
  t.is(await read(folder), renderManifest(buildStandalone({...defaultOptions, namespace: 'images'})));
});

test('files sort by name into the order in which the objects can be applied', t => {
  const files = buildManifests(defaultOptions).map(({file}) => file);
  t.deepEqual(files, files.toSorted());
  const order = buildManifests(defaultOptions).flatMap(({resources}) => resources.map(({kind}) => kind));
  t.deepEqual(
    [...new Set(order)],
    [
      ...['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
      ...['Service', 'Broker', 'Trigger', 'PingSource', 'ApiServerSource'],
    ],
  );
});

test('each Service is the one document of a file of its own, as `kn service apply -f` takes it', async t => {
  const manifests = buildManifests(defaultOptions).filter(({resources}) =>
    resources.some(({kind}) => kind === 'Service'),
  );
  t.deepEqual(
    manifests.map(({file, resources}) => [file, resources.length]),
    ['apply', 'check', 'refresh', 'remove', 'status'].map(fn => [`30-image-puller-${fn}.yaml`, 1]),
  );
  for (const {file, resources} of manifests) {
    const text = await readFile(join(knative, 'manifests', file), 'utf8');
    t.deepEqual<unknown, unknown>(load(text, {schema: YAML11_SCHEMA}), resources[0]);
  }
});

test('every object says its kind and version, is named once, and is in the chosen namespace where it is in any', t => {
  const resources = buildManifests({...defaultOptions, namespace: 'images'}).flatMap(manifest => manifest.resources);
  const nowhere = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];
  const idOf = ({apiVersion, kind, metadata}: Resource) => `${apiVersion} ${kind} ${metadata?.name}`;
  for (const resource of resources) {
    t.regex(idOf(resource), /^([a-z.0-9]+\/)?v1 [A-Z][A-Za-z]+ [a-z0-9:-]+$/);
    const expected = nowhere.includes(resource.kind ?? '') ? undefined : 'images';
    t.is(resource.metadata?.namespace, expected, idOf(resource));
  }
  t.is(new Set(resources.map(idOf)).size, resources.length);
});

test('another installation is rendered into a folder of its own, and replaces what an earlier one left there', async t => {
  const folder = await makeFolder(t);
  await writeFile(join(folder, '99-old.yaml'), 'old');
  await writeFile(join(folder, 'mine.txt'), 'mine');
  const args = {
    '--namespace': 'images',
    '--functions-image': 'registry.test/functions:2',
    '--sleep-image': 'registry.test/sleep:2',
    '--tick-schedule': 'CRON_TZ=Europe/Paris 0 * * * *',
    '--wake-on': 'tick',
    '--dead-letter-uri': 'http://letters.test/',
  };
  const {stdout} = await render('--out', folder, ...Object.entries(args).flat());
  t.is(stdout, `12 manifests in ${folder}\n`);
  t.deepEqual(await readFolder(folder), {
    ...renderAll({
      namespace: 'images',
      functionsImage: 'registry.test/functions:2',
      sleepImage: 'registry.test/sleep:2',
      tickSchedule: 'CRON_TZ=Europe/Paris 0 * * * *',
      wakeOn: 'tick',
      deadLetterSink: {uri: 'http://letters.test/'},
    }),
    'mine.txt': 'mine',
  });
});

for (const [args, message] of [
  [
    ['--namespace', 'images'],
    /^options without --out would change the manifests of the repository: say where with --out DIR\nusage: /,
  ],
  [['--out', 'nowhere', '--wake-on', 'always'], /^--wake-on always: write watch or tick\nusage: /],
  [['--out', 'nowhere', '--mode', 'helm'], /^--mode helm: write knative or standalone\nusage: /],
  [
    ['--out', 'nowhere', '--namespace', 'A B'],
    /^--namespace A B: write small letters, digits and -, at most 63\nusage: /,
  ],
  [['--out', 'nowhere', '--functions-image', 'a b'], /^--functions-image a b: .+\nusage: /],
  [['--out', 'nowhere', '--sleep-image', 'a:b:c'], /^--sleep-image a:b:c: .+\nusage: /],
  [
    ['--out', 'nowhere', '--tick-schedule', '10m'],
    /^--tick-schedule 10m: write the fields of cron, such as .+\nusage: /,
  ],
  [['--out', 'nowhere', '--dead-letter-uri', 'letters'], /^--dead-letter-uri letters: write a URL\nusage: /],
  [
    ['--out', 'nowhere', '--mode', 'standalone', '--wake-on', 'tick'],
    /^--wake-on: leave it out with --mode standalone, which has nothing of Knative\nusage: /,
  ],
  [['--nonsense'], /^Unknown option '--nonsense'.*\nusage: /],
] as const) {
  test(`render ${args.join(' ')} writes nothing and says what would be right`, async t => {
    const before = await readFolder(join(knative, 'manifests'));
    const error = await t.throwsAsync<Error & {code: number; stderr: string}>(render(...args));
    t.is(error?.code, 2);
    t.regex(error?.stderr ?? '', message);
    t.deepEqual(await readFolder(join(knative, 'manifests')), before);
    t.false(existsSync('nowhere'));
  });
}
