import {readFile} from 'node:fs/promises';
import {startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {connectCluster} from '@image-puller/functions';
import {buildDaemonSet} from '@image-puller/shared/daemonset';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {buildInputs, puller} from './shared/samples.ts';

interface Recorded {
  readonly cases: Readonly<Record<string, {data: Record<string, string>; daemonSet: DaemonSet}>>;
}

/** A row of the table in docs/compatibility.md; a side is a value as text, or undefined for none, or `any`. */
interface Deviation {
  readonly row: string;
  readonly field: RegExp;
  readonly go: string | undefined;
  readonly here: string | undefined;
}

const readText = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
const {cases}: Recorded = JSON.parse(await readText('fixtures/go-puller-daemonsets.json'));
const deviations = parseDeviations(await readText('../docs/compatibility.md'));
const used = new Set<Deviation>();

for (const [name, {data, daemonSet}] of Object.entries(cases)) {
  test.serial(`${name}: the DaemonSet is the Go puller's, but for what docs/compatibility.md lists`, async t => {
    const namespace = 'k8s-image-puller';
    const embedded = await startEmbeddedCluster({namespace, kubectl: false});
    t.teardown(() => embedded.stop());
    const cluster = connectCluster(embedded.access);
    t.teardown(() => cluster.close());
    const built = buildDaemonSet(buildInputs(data, {puller: {...puller, namespace}}));
    const {object} = await cluster.createDaemonSet(built);
    const {uid, resourceVersion, creationTimestamp, generation, ...metadata} = object.metadata;
    t.deepEqual(
      findUnlisted(flatten(daemonSet), flatten({...object, metadata, status: undefined})),
      [],
      'differences that no row of docs/compatibility.md lists',
    );
  });
}

test.serial('every row of the table is needed by one of the recorded DaemonSets', t => {
  t.deepEqual(
    deviations.filter(deviation => !used.has(deviation)).map(({row}) => row),
    [],
  );
});

function findUnlisted(go: ReadonlyMap<string, string>, here: ReadonlyMap<string, string>): string[] {
  return [...new Set([...go.keys(), ...here.keys()])]
    .filter(field => go.get(field) !== here.get(field))
    .filter(field => {
      const listed = deviations.filter(
        deviation =>
          deviation.field.test(field) && agrees(deviation.go, go.get(field)) && agrees(deviation.here, here.get(field)),
      );
      for (const deviation of listed) used.add(deviation);
      return listed.length === 0;
    })
    .map(field => `${field}: ${go.get(field)} there, ${here.get(field)} here`);
}

const agrees = (listed: string | undefined, found: string | undefined): boolean =>
  listed === 'any' ? found !== undefined : listed === found;

/** Every leaf by its path; items of lists by their name, since the Go puller's containers are in random order. */
function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return value === undefined
      ? new Map()
      : new Map([[path, typeof value === 'object' ? JSON.stringify(value) : String(value)]]);
  }
  const inner = Array.isArray(value)
    ? value.map((item, index): [string, unknown] => [`${path}[${item?.name ?? index}]`, item])
    : Object.entries(value).map(([key, item]): [string, unknown] => [path === '' ? key : `${path}.${key}`, item]);
  return new Map(inner.flatMap(([key, item]) => [...flatten(item, key)]));
}

function parseDeviations(markdown: string): readonly Deviation[] {
  const section = markdown.split('\n## ').find(text => text.startsWith('The DaemonSet\n')) ?? '';
  return section
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(row => {
      const [, field = '', go = '', here = ''] = row.split('|').map(cell => cell.trim());
      return {row, field: toPattern(unquote(field)), go: parseSide(go), here: parseSide(here)};
    });
}

function parseSide(cell: string): string | undefined {
  return cell === 'none' ? undefined : unquote(cell);
}

function unquote(cell: string): string {
  return cell.replace(/^`(.*)`$/, '$1');
}

function toPattern(field: string): RegExp {
  const parts = field.split('*').map(part => part.replaceAll(/[.[\]/]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^\\]]+')}$`);
}
