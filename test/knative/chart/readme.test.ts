import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildChartFiles, buildReadme, type Schema} from '@image-puller/knative/chart';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {load} from 'js-yaml';

const chart = join(import.meta.dirname, '..', '..', '..', 'knative', 'helm');
const read = (file: string) => readFile(join(chart, file), 'utf8');

const readSchema = async (): Promise<Schema> => JSON.parse(await read('values.schema.json'));
const readDefaults = async () => load(await read('values.yaml'));

test('what of the chart is rendered is what its values say: after a change, run `npm run render -w knative`', async t => {
  const files = buildChartFiles(await read('values.schema.json'), await read('values.yaml'), release);
  t.deepEqual(
    files.map(({file}) => file),
    ['files/release.yaml', 'README.md'],
  );
  for (const {file, text} of files) t.is(await read(file), text, file);
});

test('values.schema.json says in a sentence what each value means', async t => {
  const described = listProperties(await readSchema());
  t.true(described.length > 50);
  t.deepEqual(
    described.filter(([, {description = ''}]) => !/^[A-Z`].*\.$/.test(description)).map(([path]) => path),
    [],
  );
});

test('the README has each value of the schema once, with its meaning and the default of values.yaml', async t => {
  const [readme, schema, defaults] = [await read('README.md'), await readSchema(), await readDefaults()];
  const leaves = listProperties(schema).filter(
    ([path, {properties}]) => properties === undefined && !path.includes('[]'),
  );
  const expected = leaves.map(([path, {description = ''}]) => ({
    path,
    default: trim(readPath(defaults, path)),
    description,
  }));
  t.deepEqual(
    listRows(readme).toSorted((a, b) => a.path.localeCompare(b.path)),
    expected.toSorted((a, b) => a.path.localeCompare(b.path)),
  );
});

test('values.yaml has no value that the README leaves out', async t => {
  const paths = listRows(await read('README.md')).map(({path}) => path);
  t.deepEqual(
    listLeaves(await readDefaults()).filter(
      // An empty map stands for all that may be in it.
      leaf => !paths.some(path => leaf === path || leaf.startsWith(`${path}.`) || path.startsWith(`${leaf}.`)),
    ),
    [],
  );
});

test('a value that is new in the schema is in the README by itself, beside those that it belongs to', async t => {
  const [schema, defaults] = [await readSchema(), await readDefaults()];
  const {configMap = {}} = schema.properties ?? {};
  const more: Schema = {
    ...schema,
    properties: {
      ...schema.properties,
      configMap: {
        ...configMap,
        properties: {
          ...configMap.properties,
          brandNewToo: {description: 'Labels | of pods.', type: ['string', 'object']},
        },
      },
      brandNew: {description: 'It is new.', anyOf: [{type: 'integer'}, {type: 'array'}]},
    },
  };
  const readme = buildReadme({schema: more, defaults}, release);
  const [, puller = '', other = ''] = readme.split(/### The puller|### Other values/);
  t.true(puller.includes('| `configMap.brandNewToo` | string or map | none | Labels \\| of pods. |\n'), puller);
  t.true(other.includes('| `brandNew` | integer or list | none | It is new. |\n'), other);
});

test('a value that the schema does not describe can not be rendered', async t => {
  const schema: Schema = {properties: {image: {description: 'An image.', properties: {tag: {type: 'string'}}}}};
  t.throws(() => buildReadme({schema, defaults: {}}, release), {message: 'values.schema.json describes no image.tag'});
});

test('the README of a published release installs it from its registry; before that, it says that images are missing', async t => {
  const values = {schema: await readSchema(), defaults: await readDefaults()};
  const digest = `@sha256:${'1'.repeat(64)}`;
  const published = buildReadme(values, {
    version: '1.2.3',
    functionsImage: `registry.test/you/functions:1.2.3${digest}`,
    sleepImage: `registry.test/you/sleep:1.2.3${digest}`,
    chart: 'oci://registry.test/you/kubernetes-image-puller',
    isPublished: true,
  });
  const install =
    '    helm install kubernetes-image-puller oci://registry.test/you/kubernetes-image-puller --version 1.2.3 -n k8s-image-puller --create-namespace\n';
  t.true(published.includes(install), published);
  t.true(published.includes(`\`registry.test/you/functions:1.2.3${digest}\``));
  t.true(published.includes(`\`registry.test/you/sleep:1.2.3${digest}\``));
  t.notRegex(published, /\.invalid|published nowhere|knative\/helm/);
  t.is(release.isPublished, !release.registry.endsWith('.invalid'));
  t.is(/published nowhere/.test(buildReadme(values, release)), !release.isPublished);
});

/** Every property of a schema, and of the objects and lists in it, by its path. */
function listProperties({properties = {}, items}: Schema, path = ''): readonly (readonly [string, Schema])[] {
  const own = Object.entries(properties).flatMap(([name, inner]): readonly (readonly [string, Schema])[] => {
    const place = path === '' ? name : `${path}.${name}`;
    return [[place, inner], ...listProperties(inner, place)];
  });
  return items === undefined ? own : [...own, ...listProperties(items, `${path}[]`)];
}

/** The rows of all tables of values, without the type. */
const listRows = (readme: string) =>
  readme.split('\n').flatMap(line => {
    const [, path, , written = '', description] = /^\| `([^`]+)` \| (.*?) \| (none|`.*?`) \| (.*) \|$/.exec(line) ?? [];
    if (path === undefined) return [];
    return [{path, default: written === 'none' ? undefined : JSON.parse(written.slice(1, -1)), description}];
  });

const trim = (value: unknown): unknown => (typeof value === 'string' ? value.trimEnd() : value);

const readPath = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, name)?.value : undefined,
      value,
    );

/** The paths of all values that are no maps, and of empty maps. */
function listLeaves(value: unknown, path = ''): readonly string[] {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isMap ? Object.entries(value) : [];
  if (entries.length === 0) return [path];
  return entries.flatMap(([name, inner]) => listLeaves(inner, path === '' ? name : `${path}.${name}`));
}
