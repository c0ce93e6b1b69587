import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {buildConfigMap, buildDaemonSet, failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {speak} from '../support/index.ts';

interface Refusal {
  readonly message: string;
  readonly reason: string;
  readonly details?: {readonly causes?: readonly {reason: string; message: string; field: string}[]};
}

const withUnknown = {
  ...buildDaemonSet('a', {affinity: {nope: 1}}, {imagePullPolicie: 'Always'}),
};
const unknown = [
  'unknown field "spec.template.spec.containers[0].imagePullPolicie"',
  'unknown field "spec.template.spec.affinity.nope"',
];

const surge = (maxSurge: unknown, maxUnavailable: unknown) => {
  const {spec, ...rest} = buildDaemonSet('a');
  return {...rest, spec: {...spec, updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge, maxUnavailable}}}};
};
const template = 'spec.template.spec';
const noNumber = (field: string) => `${field}: Required value: cannot be 0 when maxSurge is 0`;

/** What the puller's configuration can bring about, and why the API server does not take it. */
const refused: readonly (readonly [object, readonly string[]])[] = [
  [surge(0, 0), [noNumber('spec.updateStrategy.rollingUpdate.maxUnavailable')]],
  [surge('0%', '0%'), [noNumber('spec.updateStrategy.rollingUpdate.maxUnavailable')]],
  [
    surge(1, 1),
    ['spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
  ],
  [buildDaemonSet('a', {}, {image: ''}), [`${template}.containers[0].image: Required value`]],
  [buildDaemonSet('a', {containers: []}), [`${template}.containers: Required value`]],
  [
    buildDaemonSet('a', {restartPolicy: 'Never'}),
    [`${template}.restartPolicy: Unsupported value: "Never": supported values: "Always"`],
  ],
  [
    buildDaemonSet('a', {}, {resources: {limits: {cpu: '100m'}, requests: {cpu: '.2'}}}),
    [
      `${template}.containers[0].resources.requests: Invalid value: "200m": must be less than or equal to cpu limit of 100m`,
    ],
  ],
  [
    buildDaemonSet('a', {tolerations: [{key: 'a', operator: 'Exists', value: 'b'}]}),
    [`${template}.tolerations[0].operator: Invalid value: "b": value must be empty when \`operator\` is 'Exists'`],
  ],
];

export const validateContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'unknown fields are dropped and each is warned of; Strict refuses them all with a 400',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const plain = await send<DaemonSet>('POST', `${daemonSets}?dryRun=All`, buildDaemonSet('a', {affinity: {}}));
      for (const query of ['fieldValidation=Warn', '']) {
        const {status, body, warnings} = await send<DaemonSet>(
          'POST',
          `${daemonSets}?dryRun=All&${query}`,
          withUnknown,
        );
        t.deepEqual([status, body.spec, warnings], [201, plain.body.spec, unknown]);
      }
      const ignored = await send('POST', `${daemonSets}?dryRun=All&fieldValidation=Ignore`, withUnknown);
      t.deepEqual([ignored.status, ignored.warnings], [201, []]);
      const why = `DaemonSet in version "v1" cannot be handled as a DaemonSet: strict decoding error: ${unknown.join(', ')}`;
      t.deepEqual(await send('POST', `${daemonSets}?fieldValidation=Strict`, withUnknown), {
        status: 400,
        body: failure(400, 'BadRequest', why),
        warnings: [],
      });
      t.is((await send('GET', `${daemonSets}/a`)).status, 404);
    },
  },
  {
    title: 'PUT warns of unknown fields too, and of those in an object that is refused for something else',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      await send('POST', daemonSets, buildDaemonSet('a'));
      const {status, warnings} = await send('PUT', `${daemonSets}/a?fieldValidation=Warn`, withUnknown);
      t.deepEqual([status, warnings], [200, unknown]);
      const both = buildDaemonSet('b', {affinity: {nope: 1}, restartPolicy: 'Never'});
      const answer = await send('POST', daemonSets, both);
      t.deepEqual([answer.status, answer.warnings], [422, unknown.slice(1)]);
    },
  },
  {
    title: 'what is decoded and breaks rules is a 422 with each cause, by path',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const answers = await Promise.all(refused.map(([body]) => send<Refusal>('POST', daemonSets, body)));
      t.deepEqual(
        answers.map(({status, body}) => [
          status,
          body.reason,
          body.message,
          body.details?.causes?.map(({field, message}) => `${field}: ${message}`),
        ]),
        refused.map(([, causes]) => {
          const all = causes.length === 1 ? causes[0] : `[${causes.join(', ')}]`;
          return [422, 'Invalid', `DaemonSet.apps "a" is invalid: ${all}`, causes];
        }),
      );
    },
  },
  {
    title: 'all causes of a refusal come together',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const {status, body} = await send<Refusal>(
        'POST',
        configMaps,
        buildConfigMap('L', {'a b': 'c'}, {labels: {a: 'b c'}}),
      );
      t.is(status, 422);
      t.deepEqual(
        body.details?.causes?.map(({field, reason}) => [field, reason]),
        [
          ['metadata.name', 'FieldValueInvalid'],
          ['metadata.labels', 'FieldValueInvalid'],
          ['data[a b]', 'FieldValueInvalid'],
        ],
      );
      t.regex(
        body.message,
        /^ConfigMap "L" is invalid: \[metadata\.name: .*, metadata\.labels: .*, data\[a b\]: .*\]$/,
      );
    },
  },
  {
    title: 'what does not decode is a 400: no JSON, a wrong type, a quantity that is none, the wrong kind',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const handled = 'DaemonSet in version "v1" cannot be handled as a DaemonSet: ';
      const quantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
      const ask = async (body: unknown, path = daemonSets) => {
        const {status, body: answer} = await send<Refusal>('POST', path, body);
        return [status, answer.reason, answer.message];
      };
      t.deepEqual(await ask(buildDaemonSet('a', {}, {resources: {limits: {cpu: 'abc'}}})), [
        400,
        'BadRequest',
        `${handled}${quantity}`,
      ]);
      const [status, reason, message] = await ask(buildDaemonSet('a', {}, {image: 5}));
      t.deepEqual([status, reason], [400, 'BadRequest']);
      t.regex(
        String(message),
        /json: cannot unmarshal number into .*spec\.template\.spec\.containers\.image of type string$/,
      );
      const otherKind = await ask(buildDaemonSet('a'), configMaps);
      t.deepEqual(otherKind.slice(0, 2), [400, 'BadRequest']);
      t.regex(String(otherKind[2]), /^DaemonSet in version "v1" cannot be handled as a ConfigMap: /);
      t.deepEqual((await ask('{')).slice(0, 2), [400, 'BadRequest']);
    },
  },
  {
    title: 'an object over 1 MiB is refused, one below is stored',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const fits = buildConfigMap('fits', {a: 'x'.repeat(1024 * 1024 - 1)});
      t.is((await send<ConfigMap>('POST', configMaps, fits)).status, 201);
      const {status, body} = await send<Refusal>(
        'POST',
        configMaps,
        buildConfigMap('large', {a: 'x'.repeat(1024 * 1024), b: 'y'}),
      );
      t.deepEqual(
        [status, body.details?.causes],
        [422, [{reason: 'FieldValueTooLong', message: 'Too long: may not be more than 1048576 bytes', field: '[]'}]],
      );
    },
  },
];
