import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {load} from 'js-yaml';
import {testsWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {chart} from './helm.ts';
import {findObject, type Rendered, render} from './render.ts';

/** One value, set to something else than its default, and where that is found: kind, perhaps name, and path. */
interface Effect {
  readonly value: string;
  readonly set: unknown;
  readonly mode?: 'knative';
  readonly object: readonly [kind: string, name?: string];
  readonly path: readonly (string | number)[];
  /** What is there then; what was set unless given. */
  readonly found?: unknown;
}

const podSpec = ['spec', 'template', 'spec'];
const container = [...podSpec, 'containers', 0];
const deployment = ['Deployment'] as const;
const configMap = ['ConfigMap'] as const;
const service = ['Service', 'image-puller-apply'] as const;

/** The Go puller's values, by the names of its chart. */
const ofGoPuller: readonly Effect[] = [
  {value: 'deploymentName', set: 'che', object: deployment, path: ['metadata', 'name']},
  {value: 'deploymentName', set: 'che', object: deployment, path: ['spec', 'selector', 'matchLabels', 'app']},
  {value: 'deploymentName', set: 'che', object: configMap, path: ['data', 'DAEMONSET_NAME']},
  {value: 'deploymentAnnotations', set: {a: 'b'}, object: deployment, path: ['metadata', 'annotations']},
  {
    value: 'image.repository',
    set: 'mirror.test/functions',
    object: deployment,
    path: [...container, 'image'],
    found: `mirror.test/functions:${release.version}`,
  },
  {
    value: 'image.tag',
    set: 'v2',
    object: deployment,
    path: [...container, 'image'],
    found: `${release.functions.repository}:v2`,
  },
  {
    value: 'image.tag',
    set: `v2@sha256:${'0'.repeat(64)}`,
    object: ['Pod'],
    path: ['spec', 'containers', 0, 'image'],
    found: `${release.functions.repository}:v2@sha256:${'0'.repeat(64)}`,
  },
  {value: 'serviceAccount.name', set: 'puller', object: ['ServiceAccount'], path: ['metadata', 'name']},
  {value: 'serviceAccount.name', set: 'puller', object: deployment, path: [...podSpec, 'serviceAccountName']},
  {value: 'serviceAccount.name', set: 'puller', object: ['RoleBinding'], path: ['subjects', 0, 'name']},
  {value: 'serviceAccount.name', set: 'puller', object: ['ClusterRoleBinding'], path: ['subjects', 0, 'name']},
  {
    value: 'resources',
    set: {limits: {memory: '1Gi', cpu: '2'}, requests: {memory: '1Mi', cpu: '1m'}},
    object: deployment,
    path: [...container, 'resources'],
  },
  {value: 'tolerations', set: [{operator: 'Exists'}], object: deployment, path: [...podSpec, 'tolerations']},
  {value: 'nodeSelector', set: {disk: 'ssd'}, object: deployment, path: [...podSpec, 'nodeSelector']},
  {
    value: 'containerSecurityContext',
    set: {runAsUser: 1234},
    object: deployment,
    path: [...container, 'securityContext', 'runAsUser'],
    found: 1234,
  },
  {
    value: 'containerSecurityContext',
    set: {runAsUser: 1234},
    object: deployment,
    path: [...container, 'securityContext', 'runAsNonRoot'],
    found: true,
  },
  {value: 'updateStrategy.type', set: 'RollingUpdate', object: deployment, path: ['spec', 'strategy', 'type']},
  {value: 'priorityClassName', set: 'high', object: deployment, path: [...podSpec, 'priorityClassName']},
  {value: 'configMap.name', set: 'my-images', object: configMap, path: ['metadata', 'name']},
  ...Object.entries({
    images: ['a=registry.test/a:1', 'IMAGES'],
    cachingIntervalHours: [12, 'CACHING_INTERVAL_HOURS', '12'],
    cachingMemoryRequest: ['1Mi', 'CACHING_MEMORY_REQUEST'],
    cachingMemoryLimit: ['5Mi', 'CACHING_MEMORY_LIMIT'],
    cachingCpuRequest: ['.01', 'CACHING_CPU_REQUEST'],
    cachingCpuLimit: ['.1', 'CACHING_CPU_LIMIT'],
    daemonsetAnnotations: ['{"a": "b"}', 'DAEMONSET_ANNOTATIONS'],
    nodeSelector: ['{"disk": "ssd"}', 'NODE_SELECTOR'],
    imagePullSecrets: ['one;two', 'IMAGE_PULL_SECRETS'],
    affinity: ['{"nodeAffinity": {}}', 'AFFINITY'],
    tolerations: ['[{"operator": "Exists"}]', 'TOLERATIONS'],
  }).map(
    ([name, [set, key = '', found]]): Effect => ({
      value: `configMap.${name}`,
      set,
      object: configMap,
      path: ['data', key],
      ...(found !== undefined && {found}),
    }),
  ),
];

const ofOurs: readonly Effect[] = [
  {value: 'image.pullPolicy', set: 'Always', object: deployment, path: [...container, 'imagePullPolicy']},
  {value: 'serviceAccount.annotations', set: {a: 'b'}, object: ['ServiceAccount'], path: ['metadata', 'annotations']},
  {value: 'configMap.annotations', set: {a: 'b'}, object: configMap, path: ['metadata', 'annotations']},
  ...Object.entries({
    kipImage: ['registry.test/kip:1', 'KIP_IMAGE'],
    sleepImage: ['registry.test/sleep:1', 'SLEEP_IMAGE'],
    refreshPolicy: ['never', 'REFRESH_POLICY'],
    rolloutMaxNodes: ['10%', 'ROLLOUT_MAX_NODES'],
    priorityClassName: ['low', 'PRIORITY_CLASS_NAME'],
    podLabels: ['{"team": "a"}', 'POD_LABELS'],
    podAnnotations: ['{"owner": "team-a"}', 'POD_ANNOTATIONS'],
    podServiceAccountName: ['holder', 'POD_SERVICE_ACCOUNT_NAME'],
    podRuntimeClassName: ['kata', 'POD_RUNTIME_CLASS_NAME'],
  }).map(
    ([name, [set, key = '']]): Effect => ({value: `configMap.${name}`, set, object: configMap, path: ['data', key]}),
  ),
  {
    value: 'sleepImage',
    set: 'registry.test/sleep:1',
    object: deployment,
    path: [...container, 'env', 2],
    found: {name: 'SLEEP_IMAGE', value: 'registry.test/sleep:1'},
  },
  {value: 'imagePullSecrets', set: [{name: 'mine'}], object: deployment, path: [...podSpec, 'imagePullSecrets']},
  {
    value: 'podLabels',
    set: {a: 'b'},
    object: deployment,
    path: ['spec', 'template', 'metadata', 'labels', 'a'],
    found: 'b',
  },
  {value: 'podAnnotations', set: {a: 'b'}, object: deployment, path: ['spec', 'template', 'metadata', 'annotations']},
];

const ofKnative = (
  [
    {value: 'knative.tickSchedule', set: '0 * * * *', object: ['PingSource'], path: ['spec', 'schedule']},
    {
      value: 'knative.deadLetterSink',
      set: {uri: 'http://letters.test/'},
      object: ['Broker'],
      path: ['spec', 'delivery', 'deadLetterSink'],
    },
    {
      value: 'knative.deadLetterSink',
      set: {uri: 'http://letters.test/'},
      object: ['Trigger', 'image-puller-refresh'],
      path: ['spec', 'delivery', 'deadLetterSink'],
    },
    {
      value: 'knative.resources',
      set: {limits: {memory: '1Gi', cpu: '2'}, requests: {memory: '1Mi', cpu: '1m'}},
      object: service,
      path: [...container, 'resources'],
    },
    {value: 'image.pullPolicy', set: 'Always', object: service, path: [...container, 'imagePullPolicy']},
    {
      value: 'containerSecurityContext',
      set: {runAsUser: 1234},
      object: service,
      path: [...container, 'securityContext', 'runAsUser'],
      found: 1234,
    },
    {value: 'imagePullSecrets', set: [{name: 'mine'}], object: service, path: [...podSpec, 'imagePullSecrets']},
    {value: 'podLabels', set: {a: 'b'}, object: service, path: ['spec', 'template', 'metadata', 'labels']},
    {
      value: 'podAnnotations',
      set: {a: 'b'},
      object: service,
      path: ['spec', 'template', 'metadata', 'annotations', 'a'],
      found: 'b',
    },
    {value: 'configMap.images', set: 'a=registry.test/a:1', object: configMap, path: ['data', 'IMAGES']},
  ] as const
).map((effect): Effect => ({...effect, mode: 'knative'}));

/** Values that take something away, or choose what there is: shown by tests of their own, here and in equal.test.ts. */
const elsewhere = ['mode', 'serviceAccount.create', 'configMap.create', 'nodeReader.create', 'knative.watch'];

testsWith(controlPlane, 'values of the chart', home => {
  const defaults = new Map<string, Promise<readonly Rendered[]>>();
  /** What is rendered where nothing else is set: once for all. */
  const readDefault = (mode: string) => {
    const known = defaults.get(mode) ?? render(home, {mode});
    defaults.set(mode, known);
    return known;
  };

  for (const {value, set, mode = 'standalone', object, path, found = set} of [...ofGoPuller, ...ofOurs, ...ofKnative]) {
    test(`${mode}: ${value} is found in ${object.join(' ')} at ${path.join('.')}`, async t => {
      const before = readPath(findByKind(await readDefault(mode), object), path);
      const after = readPath(findByKind(await render(home, {mode, [value]: set}), object), path);
      t.deepEqual(after, found);
      if (path.at(-1) !== 'runAsNonRoot') t.notDeepEqual(before, found, 'the default is something else');
    });
  }

  test('there is no value without an effect that is tested', async t => {
    const values = load(await readFile(join(chart, 'values.yaml'), 'utf8'));
    const effects = [...ofGoPuller, ...ofOurs, ...ofKnative].map(({value}) => value);
    t.deepEqual(
      listValues(values).filter(path => ![...effects, ...elsewhere].some(known => isOf(path, known))),
      [],
    );
  });

  test('what may be left out is left out', async t => {
    const kindsOf = async (value: string, mode = 'standalone') => {
      const [before, after] = await Promise.all([render(home, {mode}), render(home, {mode, [value]: false})]);
      const names = (objects: readonly Rendered[]) => objects.map(({kind, metadata: {name}}) => `${kind} ${name}`);
      const left = new Set(names(after));
      return names(before).filter(name => !left.has(name));
    };
    t.deepEqual(await kindsOf('serviceAccount.create'), ['ServiceAccount k8s-image-puller']);
    t.deepEqual(await kindsOf('configMap.create'), ['ConfigMap k8s-image-puller']);
    const nodes = ['ClusterRole image-puller-nodes:images', 'ClusterRoleBinding image-puller-nodes:images'];
    t.deepEqual(await kindsOf('nodeReader.create'), nodes);
    t.deepEqual(await kindsOf('nodeReader.create', 'knative'), nodes);
  });
});

const findByKind = (objects: readonly Rendered[], [kind, name]: readonly [string, string?]): Rendered =>
  findObject(
    objects.filter(({apiVersion}) => kind !== 'Service' || apiVersion.startsWith('serving.')),
    kind,
    name,
  );

const readPath = (object: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
    object,
  );

/** The paths of all values that are no maps, and of empty maps. */
function listValues(value: unknown, path: readonly string[] = []): readonly string[] {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isMap ? Object.entries(value) : [];
  return entries.length === 0 ? [path.join('.')] : entries.flatMap(([key, inner]) => listValues(inner, [...path, key]));
}

const isOf = (path: string, known: string): boolean => path === known || path.startsWith(`${known}.`);
