import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {allKeys} from '@image-puller/shared/config';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {load} from 'js-yaml';
import {files, folder, processFile} from './folder.ts';
import type {Processed} from './process-template.ts';

/** The Go puller's parameters with its defaults, but for IMAGES, NAMESPACE, IMAGE, IMAGE_TAG; and ours, which are empty. */
const contract = {
  'serviceaccount.yaml': {SERVICEACCOUNT_NAME: 'k8s-image-puller'},
  'configmap.yaml': {
    IMAGES:
      'che-code=quay.io/che-incubator/che-code:next; base-developer-image=quay.io/devfile/base-developer-image:ubi9-latest;',
    CACHING_INTERVAL_HOURS: '1',
    CACHING_MEMORY_REQUEST: '10Mi',
    CACHING_MEMORY_LIMIT: '20Mi',
    CACHING_CPU_REQUEST: '.05',
    CACHING_CPU_LIMIT: '.2',
    DAEMONSET_NAME: 'kubernetes-image-puller',
    DAEMONSET_ANNOTATIONS: '{}',
    NAMESPACE: '',
    NODE_SELECTOR: '{}',
    AFFINITY: '{}',
    TOLERATIONS: '[]',
    IMAGE_PULL_SECRETS: '',
    KIP_IMAGE: '',
    SLEEP_IMAGE: '',
    REFRESH_POLICY: '',
    ROLLOUT_MAX_NODES: '',
    PRIORITY_CLASS_NAME: '',
    POD_LABELS: '',
    POD_ANNOTATIONS: '',
    POD_SERVICE_ACCOUNT_NAME: '',
    POD_RUNTIME_CLASS_NAME: '',
  },
  'app.yaml': {
    DEPLOYMENT_NAME: 'kubernetes-image-puller',
    SERVICEACCOUNT_NAME: 'k8s-image-puller',
    IMAGE: release.functions.repository,
    IMAGE_TAG: release.functions.tag,
    PRIORITY_CLASS_NAME: '',
    DEPLOYMENT_CPU_REQUEST: '50m',
    DEPLOYMENT_MEMORY_REQUEST: '64Mi',
    DEPLOYMENT_CPU_LIMIT: '200m',
    DEPLOYMENT_MEMORY_LIMIT: '256Mi',
  },
  'serverless.yaml': {
    IMAGE: release.functions.repository,
    IMAGE_TAG: release.functions.tag,
    TICK_SCHEDULE: '*/5 * * * *',
  },
  'node-reader.yaml': {NAMESPACE: undefined, SERVICEACCOUNT_NAME: 'k8s-image-puller'},
};

/** One parameter, set to something else than its default, and where that is found. */
interface Effect {
  readonly file: keyof typeof contract;
  readonly parameter: string;
  readonly set: string;
  readonly object: string;
  readonly path: string;
  /** What is there then; what was set unless given. */
  readonly found?: string;
}

const deployment = {file: 'app.yaml', object: 'Deployment'} as const;
const container = 'spec.template.spec.containers.0';
const functionsImage = defaultOf('IMAGE');

const effects: readonly Effect[] = [
  ...[
    ['ServiceAccount', 'metadata.name'],
    ['RoleBinding', 'subjects.0.name'],
  ].map(([object = '', path = '']): Effect => ({...account('serviceaccount.yaml'), object, path})),
  ...allKeys.map(
    ({name, example}): Effect => ({
      file: 'configmap.yaml',
      parameter: name,
      set: name === 'CACHING_INTERVAL_HOURS' ? '12' : `not ${example}`,
      object: 'ConfigMap',
      path: `data.${name}`,
    }),
  ),
  {...deployment, parameter: 'DEPLOYMENT_NAME', set: 'che', path: 'metadata.name'},
  {...account('app.yaml'), object: 'Deployment', path: 'spec.template.spec.serviceAccountName'},
  {
    ...account('app.yaml'),
    object: 'Deployment',
    path: `${container}.env.1.value`,
    found: 'serviceaccount/another-account',
  },
  {
    ...deployment,
    parameter: 'IMAGE',
    set: 'mirror.test/functions',
    path: `${container}.image`,
    found: `mirror.test/functions:${release.version}`,
  },
  {...deployment, parameter: 'IMAGE_TAG', set: 'v2', path: `${container}.image`, found: `${functionsImage}:v2`},
  {...deployment, parameter: 'PRIORITY_CLASS_NAME', set: 'high', path: 'spec.template.spec.priorityClassName'},
  {...deployment, parameter: 'DEPLOYMENT_CPU_REQUEST', set: '1m', path: `${container}.resources.requests.cpu`},
  {...deployment, parameter: 'DEPLOYMENT_MEMORY_REQUEST', set: '2Mi', path: `${container}.resources.requests.memory`},
  {...deployment, parameter: 'DEPLOYMENT_CPU_LIMIT', set: '3m', path: `${container}.resources.limits.cpu`},
  {...deployment, parameter: 'DEPLOYMENT_MEMORY_LIMIT', set: '4Mi', path: `${container}.resources.limits.memory`},
  ...['apply', 'check', 'refresh', 'remove', 'status'].flatMap((fn): readonly Effect[] => {
    const service = {
      file: 'serverless.yaml',
      object: `Service image-puller-${fn}`,
      path: `${container}.image`,
    } as const;
    return [
      {...service, parameter: 'IMAGE', set: 'mirror.test/f', found: `mirror.test/f:${release.version}`},
      {...service, parameter: 'IMAGE_TAG', set: 'v2', found: `${functionsImage}:v2`},
    ];
  }),
  {
    file: 'serverless.yaml',
    parameter: 'TICK_SCHEDULE',
    set: '0 * * * *',
    object: 'PingSource',
    path: 'spec.schedule',
  },
  ...[
    ['ClusterRole', 'metadata.name', 'image-puller-nodes:elsewhere'],
    ['ClusterRoleBinding', 'metadata.name', 'image-puller-nodes:elsewhere'],
    ['ClusterRoleBinding', 'roleRef.name', 'image-puller-nodes:elsewhere'],
    ...[0, 1, 2, 3].map(subject => ['ClusterRoleBinding', `subjects.${subject}.namespace`, 'elsewhere']),
  ].map(
    ([object = '', path = '', found = '']): Effect => ({
      ...{file: 'node-reader.yaml', parameter: 'NAMESPACE', set: 'elsewhere'},
      ...{object, path, found},
    }),
  ),
  {...account('node-reader.yaml'), object: 'ClusterRoleBinding', path: 'subjects.0.name'},
];

for (const {file, parameter, set, object, path, found = set} of effects) {
  test(`${file}: ${parameter} is found in ${object} at ${path}`, async t => {
    const before = readPath(findObject(await processFile(file, files[file]), object), path);
    const after = readPath(findObject(await processFile(file, {...files[file], [parameter]: set}), object), path);
    t.is(after, found);
    t.not(before, found, 'the default is something else');
  });
}

for (const [file, expected] of Object.entries(contract)) {
  test(`${file} has the parameters and defaults that are promised, and each has an effect that is tested`, async t => {
    const parameters = await readParameters(file);
    t.deepEqual(Object.fromEntries(parameters.map(({name, value}) => [name, value])), expected);
    const tested = new Set(effects.filter(effect => effect.file === file).map(({parameter}) => parameter));
    t.deepEqual(
      parameters.map(({name}) => name).filter(name => !tested.has(name)),
      [],
    );
  });
}

function account(file: keyof typeof contract) {
  return {file, parameter: 'SERVICEACCOUNT_NAME', set: 'another-account'} as const;
}

function defaultOf(parameter: 'IMAGE'): string {
  return contract['app.yaml'][parameter];
}

async function readParameters(file: string): Promise<readonly {readonly name: string; readonly value?: string}[]> {
  const template = load(await readFile(join(folder, file), 'utf8'));
  return JSON.parse(JSON.stringify(readPath(template, 'parameters')));
}

/** By its kind, and its name where there are several. */
function findObject(objects: readonly Processed[], called: string): Processed | undefined {
  const [kind, name] = called.split(' ');
  const api = kind === 'Service' ? /^serving\./ : /./;
  return objects.find(
    object =>
      object.kind === kind && api.test(object.apiVersion) && (name === undefined || object.metadata.name === name),
  );
}

const readPath = (object: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
      object,
    );
