import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {buildConfigMap, buildDaemonSet, configMapsPath, daemonSetsPath, failure, startClient} from '../client.ts';

type Cause = readonly [reason: string, field: string, message: string];

const label =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const dnsLabel =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const namePart =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const template = 'spec.template.spec';
const container = `${template}.containers[0]`;
const rolling = 'spec.updateStrategy.rollingUpdate';

const withSpec = (spec: object): DaemonSet => {
  const daemonSet = buildDaemonSet('d');
  return {...daemonSet, spec: Object.assign({}, daemonSet.spec, spec)};
};
const withSurge = (rollingUpdate: object): DaemonSet =>
  withSpec({updateStrategy: {type: 'RollingUpdate', rollingUpdate}});
const resources = (limits: object, requests: object): DaemonSet =>
  buildDaemonSet('d', {}, {resources: {limits, requests}});

/** Recorded from kube-apiserver v1.36.3. */
const daemonSets: Readonly<Record<string, readonly [object: DaemonSet, ...causes: Cause[]]>> = {
  'a name that is none': [
    {...buildDaemonSet('d'), metadata: {name: 'A_b'}},
    ['FieldValueInvalid', 'metadata.name', `Invalid value: "A_b": ${subdomain}`],
  ],
  'no containers': [
    buildDaemonSet('d', {containers: []}),
    ['FieldValueRequired', `${template}.containers`, 'Required value'],
  ],
  'an empty image': [
    buildDaemonSet('d', {}, {image: ''}),
    ['FieldValueRequired', `${container}.image`, 'Required value'],
  ],
  'a container name that is no DNS label': [
    buildDaemonSet('d', {}, {name: 'Bad_Name'}),
    ['FieldValueInvalid', `${container}.name`, `Invalid value: "Bad_Name": ${dnsLabel}`],
  ],
  'a container name that is too long': [
    buildDaemonSet('d', {}, {name: 'x'.repeat(64)}),
    [
      'FieldValueInvalid',
      `${container}.name`,
      `Invalid value: "${'x'.repeat(64)}": must be no more than 63 characters`,
    ],
  ],
  'a container name given twice': [
    buildDaemonSet('d', {
      containers: [
        {name: 'c', image: 'a'},
        {name: 'c', image: 'b'},
      ],
    }),
    ['FieldValueDuplicate', `${template}.containers[1].name`, 'Duplicate value: "c"'],
  ],
  'a pull policy that is none': [
    buildDaemonSet('d', {}, {imagePullPolicy: 'Sometimes'}),
    [
      'FieldValueNotSupported',
      `${container}.imagePullPolicy`,
      'Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    ],
  ],
  'requests over limits': [
    resources({cpu: '1', memory: '1Mi'}, {cpu: '2', memory: '2Mi'}),
    [
      'FieldValueInvalid',
      `${container}.resources.requests`,
      'Invalid value: "2": must be less than or equal to cpu limit of 1',
    ],
    [
      'FieldValueInvalid',
      `${container}.resources.requests`,
      'Invalid value: "2Mi": must be less than or equal to memory limit of 1Mi',
    ],
  ],
  'a negative request': [
    resources({}, {cpu: '-1'}),
    [
      'FieldValueInvalid',
      `${container}.resources.requests[cpu]`,
      'Invalid value: "-1": must be greater than or equal to 0',
    ],
  ],
  'a selector that does not match': [
    withSpec({selector: {matchLabels: {app: 'other'}}}),
    [
      'FieldValueInvalid',
      'spec.template.metadata.labels',
      'Invalid value: {"app":"d"}: `selector` does not match template `labels`',
    ],
  ],
  'an empty selector': [
    withSpec({selector: {}}),
    ['FieldValueInvalid', 'spec.selector', 'Invalid value: {}: empty selector is invalid for daemonset'],
  ],
  'maxSurge and maxUnavailable both 0': [
    withSurge({maxSurge: 0, maxUnavailable: 0}),
    ['FieldValueRequired', `${rolling}.maxUnavailable`, 'Required value: cannot be 0 when maxSurge is 0'],
  ],
  'maxSurge without maxUnavailable, which is 1 then': [
    withSurge({maxSurge: 1}),
    ['FieldValueInvalid', `${rolling}.maxSurge`, 'Invalid value: 1: may not be set when maxUnavailable is non-zero'],
  ],
  'a maxSurge over 100%': [
    withSurge({maxSurge: '101%', maxUnavailable: 0}),
    ['FieldValueInvalid', `${rolling}.maxSurge`, 'Invalid value: "101%": must not be greater than 100%'],
  ],
  'another restart policy': [
    buildDaemonSet('d', {restartPolicy: 'Never'}),
    ['FieldValueNotSupported', `${template}.restartPolicy`, 'Unsupported value: "Never": supported values: "Always"'],
  ],
  'a toleration without key': [
    buildDaemonSet('d', {tolerations: [{operator: 'Equal'}]}),
    [
      'FieldValueInvalid',
      `${template}.tolerations[0].operator`,
      'Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  ],
  'an affinity without terms': [
    buildDaemonSet('d', {
      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}},
    }),
    [
      'FieldValueRequired',
      `${template}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`,
      'Required value: must have at least one node selector term',
    ],
  ],
  'a node selector that is no label': [
    buildDaemonSet('d', {nodeSelector: {'a b': 'c d'}}),
    ['FieldValueInvalid', `${template}.nodeSelector`, `Invalid value: "a b": ${namePart}`],
    ['FieldValueInvalid', `${template}.nodeSelector`, `Invalid value: "c d": ${label}`],
  ],
  'a mount of a volume that is not there': [
    buildDaemonSet('d', {}, {volumeMounts: [{name: 'nope', mountPath: '/x'}]}),
    ['FieldValueNotFound', `${container}.volumeMounts[0].name`, 'Not found: "nope"'],
  ],
  'a volume of two kinds': [
    buildDaemonSet('d', {volumes: [{name: 'v', emptyDir: {}, hostPath: {path: '/'}}]}),
    ['FieldValueForbidden', `${template}.volumes[0].hostPath`, 'Forbidden: may not specify more than 1 volume type'],
  ],
  'a user that is none': [
    buildDaemonSet('d', {securityContext: {runAsUser: -1}}),
    [
      'FieldValueInvalid',
      `${template}.securityContext.runAsUser`,
      'Invalid value: -1: must be between 0 and 2147483647, inclusive',
    ],
  ],
  'two controllers': [
    {
      ...buildDaemonSet('d'),
      metadata: {
        name: 'd',
        ownerReferences: ['a', 'b'].map(name => ({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name,
          uid: name,
          controller: true,
        })),
      },
    },
    [
      'FieldValueInvalid',
      'metadata.ownerReferences',
      'Invalid value: [{"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"a","controller":true},{"apiVersion":"v1","kind":"ConfigMap","name":"b","uid":"b","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for ConfigMap/a and ConfigMap/b',
    ],
  ],
};

for (const [title, [object, ...causes]] of Object.entries(daemonSets)) {
  test(`a DaemonSet is refused with the causes of Kubernetes 1.36: ${title}`, async t => {
    const {call, cluster} = await startClient(t);
    const {status, body} = await call('POST', daemonSetsPath, object);
    const name = object.metadata?.name ?? '';
    t.deepEqual(
      [status, body],
      [422, refusal('DaemonSet.apps', name, causes, {name, group: 'apps', kind: 'DaemonSet'})],
    );
    t.deepEqual(cluster.store.list('DaemonSet'), []);
  });
}

const configMaps: Readonly<Record<string, readonly [object: ReturnType<typeof buildConfigMap>, ...causes: Cause[]]>> = {
  'a label that is none': [
    buildConfigMap('l', {}, {labels: {a: 'b c'}}),
    ['FieldValueInvalid', 'metadata.labels', `Invalid value: "b c": ${label}`],
  ],
  'an annotation key that is none': [
    buildConfigMap('l', {}, {annotations: {'a b': 'c'}}),
    ['FieldValueInvalid', 'metadata.annotations', `Invalid value: "a b": ${namePart}`],
  ],
  'keys that are none': [
    buildConfigMap('l', {'a b': '1', '..': '2'}),
    ['FieldValueInvalid', 'data[..]', 'Invalid value: "..": must not be \'..\''],
    [
      'FieldValueInvalid',
      'data[a b]',
      "Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  ],
  'more than 1 MiB of data': [
    buildConfigMap('l', {a: 'x'.repeat(1024 * 1024 + 1)}),
    ['FieldValueTooLong', '[]', 'Too long: may not be more than 1048576 bytes'],
  ],
};

for (const [title, [object, ...causes]] of Object.entries(configMaps)) {
  test(`a ConfigMap is refused with the causes of Kubernetes 1.36: ${title}`, async t => {
    const {call} = await startClient(t);
    const {status, body} = await call('POST', configMapsPath, object);
    t.deepEqual([status, body], [422, refusal('ConfigMap', 'l', causes, {name: 'l', kind: 'ConfigMap'})]);
  });
}

function refusal(subject: string, name: string, causes: readonly Cause[], details: object): object {
  const listed = causes.map(([, field, message]) => `${field}: ${message}`);
  const text = listed.length === 1 ? listed[0] : `[${listed.join(', ')}]`;
  return failure(422, 'Invalid', `${subject} "${name}" is invalid: ${text}`, {
    ...details,
    causes: causes.map(([reason, field, message]) => ({reason, message, field})),
  });
}

test('an object without any name is refused', async t => {
  const {call} = await startClient(t);
  const message = 'Required value: name or generateName is required';
  const {status, body} = await call('POST', configMapsPath, {});
  t.deepEqual(
    [status, body],
    [
      422,
      failure(422, 'Invalid', `ConfigMap "" is invalid: metadata.name: ${message}`, {
        kind: 'ConfigMap',
        causes: [{reason: 'FieldValueRequired', message, field: 'metadata.name'}],
      }),
    ],
  );
});
