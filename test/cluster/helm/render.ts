import {loadAll, YAML11_SCHEMA} from 'js-yaml';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import {chart, type HelmHome, runHelm} from './helm.ts';

/** An object that the chart makes. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta & {readonly name: string};
}

/** What a cluster with Knative serves, for `helm template`, which asks none. */
const knativeApis = ['serving.knative.dev/v1', 'eventing.knative.dev/v1', 'sources.knative.dev/v1'];

/** The namespace that charts are rendered for. */
export const namespace = 'images';

/** A release is called like this, unless a test says otherwise. */
const defaultRelease = 'kip';

/** The arguments of a `helm template`, or of another command that takes values. */
function valueArguments(values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(values).flatMap(([path, value]) => ['--set-json', `${path}=${JSON.stringify(value)}`]);
}

/**
 * Renders the chart for a cluster that serves Knative's APIs.
 *
 * @param values by their paths, such as `image.tag`
 * @throws what helm complains of
 */
export async function render(
  home: HelmHome,
  values: Readonly<Record<string, unknown>> = {},
  release: string = defaultRelease,
): Promise<Rendered[]> {
  const apis = knativeApis.flatMap(api => ['--api-versions', api]);
  const args = ['template', release, chart, '--namespace', namespace, ...apis, ...valueArguments(values)];
  const {status, stdout, stderr} = await runHelm(home, ...args);
  if (status !== 0) throw new Error(stderr);
  return parseObjects(stdout);
}

/** As kubectl reads them. */
const parseObjects = (yaml: string): Rendered[] => loadAll(yaml, {schema: YAML11_SCHEMA}).filter(isObject);

const isObject = (value: unknown): value is Rendered =>
  typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;

/** The one of a kind, by name where there are several. */
export function findObject(objects: readonly Rendered[], kind: string, name?: string): Rendered {
  const found = objects.filter(object => object.kind === kind && (name === undefined || object.metadata.name === name));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${kind} ${name ?? ''}`);
  return first;
}

/** Labels that say of an object that Helm installed it. */
const helmLabels = [
  'app.kubernetes.io/instance',
  'app.kubernetes.io/version',
  'app.kubernetes.io/managed-by',
  'helm.sh/chart',
];

/** Objects in an order of their own, and without Helm's labels. */
export const normalize = (objects: readonly object[]): readonly object[] =>
  objects.map(object => stripLabels(object)).toSorted((a, b) => nameObject(a).localeCompare(nameObject(b)));

const nameObject = (object: object): string => {
  if (!isObject(object)) throw new Error(`no object: ${JSON.stringify(object)}`);
  return `${object.kind} ${object.metadata.name}`;
};

function stripLabels(object: object): object {
  return JSON.parse(JSON.stringify(object, (key, value) => (helmLabels.includes(key) ? undefined : value)));
}
