import {readFile} from 'node:fs/promises';
import {formatProblem, parseConfig} from '@image-puller/shared/config';
import test from 'ava';
import {load} from 'js-yaml';
import {defaults, holds, plain} from './reading.ts';

/** The data of a ConfigMap in a file of fixtures/, as kubectl would read it. */
async function readConfigMap(name: string): Promise<Readonly<Record<string, string>>> {
  const loaded = load(await readFile(new URL(`fixtures/${name}.yaml`, import.meta.url), 'utf8'));
  if (!isRecord(loaded) || !isRecord(loaded.data)) throw new TypeError(`${name} is no ConfigMap`);
  return Object.fromEntries(
    Object.entries(loaded.data).map(([key, value]) => {
      if (typeof value !== 'string') throw new TypeError(`${name}: ${key} is no string`);
      return [key, value];
    }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function readLinesOf(name: string): Promise<unknown> {
  const {warnings, ...rest} = parseConfig(await readConfigMap(name), defaults);
  return 'config' in rest
    ? {config: rest.config, warnings: warnings.map(formatProblem)}
    : {errors: rest.errors.map(formatProblem), warnings: warnings.map(formatProblem)};
}

const images = [
  {name: 'che-code', image: 'quay.io/che-incubator/che-code:next'},
  {name: 'base-developer-image', image: 'quay.io/devfile/base-developer-image:ubi9-latest'},
];

test('a Go puller’s ConfigMap as its chart writes it works unchanged', async t => {
  t.deepEqual(await readLinesOf('chart'), holds({images}));
});

test('a Go puller’s ConfigMap in folded and literal blocks, with last separators, works unchanged', async t => {
  t.deepEqual(
    await readLinesOf('blocks'),
    holds({
      images,
      cachingIntervalHours: 12,
      resources: {requests: {memory: '1Mi', cpu: plain.resources.requests.cpu}, limits: {memory: '5Mi', cpu: '200m'}},
      daemonSetName: 'my-puller',
      daemonSetAnnotations: {'example.com/owner': 'team-a'},
      nodeSelector: {disk: 'ssd', 'kubernetes.io/arch': 'amd64'},
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {matchExpressions: [{key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64']}]},
            ],
          },
        },
      },
      tolerations: [{key: 'foo', operator: 'Equal', value: 'bar', effect: 'NoSchedule'}, {operator: 'Exists'}],
      imagePullSecrets: ['one', 'two', 'three'],
      kipImage: 'registry.example/kip:7',
    }),
  );
});

test('a Go puller’s ConfigMap with entries it ignored keeps the others', async t => {
  t.deepEqual(
    await readLinesOf('malformed'),
    holds(
      {
        images: [
          {name: 'a', image: 'r.example/a:1'},
          {name: 'c', image: 'r.example/c:3'},
        ],
      },
      [
        'IMAGES: entry 2: "nonsense" has no "=": left out; write name=image and end each entry with ";"',
        'IMAGES: entry 3: "b==x" has more than one "=": left out; write name=image and end each entry with ";"',
        'CACHING_INTERVAL_HOURS: "1h" is not a whole number: 1 is used; write whole hours from 1 to 2562047',
      ],
    ),
  );
});
