import test from 'ava';
import {buildDaemonSet, daemonSetsPath, failure, mergePatch, startClient} from '../client.ts';

const unknown = buildDaemonSet('d', {affinity: {nope: 1}}, {imagePullPolicie: 'Always'});
const warnings =
  '299 - "unknown field \\"spec.template.spec.containers[0].imagePullPolicie\\"", 299 - "unknown field \\"spec.template.spec.affinity.nope\\""';

test('unknown fields are dropped with a warning for each', async t => {
  const {call} = await startClient(t);
  const {status, warning, body} = await call('POST', daemonSetsPath, unknown);
  t.is(status, 201);
  t.is(warning, warnings);
  t.false(JSON.stringify(body).includes('nope'));
  const replaced = await call('PUT', `${daemonSetsPath}/d`, unknown);
  t.deepEqual([replaced.status, replaced.warning], [200, warnings]);
});

test('fieldValidation=Ignore drops them in silence', async t => {
  const {call} = await startClient(t);
  const {status, warning} = await call('POST', `${daemonSetsPath}?fieldValidation=Ignore`, unknown);
  t.deepEqual([status, warning], [201, null]);
});

test('fieldValidation=Strict refuses them by name', async t => {
  const {call, cluster} = await startClient(t);
  const {status, body} = await call('POST', `${daemonSetsPath}?fieldValidation=Strict`, unknown);
  const message =
    'DaemonSet in version "v1" cannot be handled as a DaemonSet: strict decoding error: unknown field "spec.template.spec.containers[0].imagePullPolicie", unknown field "spec.template.spec.affinity.nope"';
  t.deepEqual([status, body], [400, failure(400, 'BadRequest', message)]);
  t.deepEqual(cluster.store.list('DaemonSet'), []);
});

test('warnings come with a refusal, too', async t => {
  const {call} = await startClient(t);
  const {status, warning} = await call('POST', daemonSetsPath, buildDaemonSet('d', {restartPolicy: 'Never', nope: 1}));
  t.deepEqual([status, warning], [422, '299 - "unknown field \\"spec.template.spec.nope\\""']);
});

test('an unknown field in a patch is a warning, with Strict a refusal', async t => {
  const {call} = await startClient(t);
  await call('POST', daemonSetsPath, buildDaemonSet('d'));
  const lax = await call('PATCH', `${daemonSetsPath}/d`, {spec: {nope: 1}}, mergePatch);
  t.deepEqual([lax.status, lax.warning], [200, '299 - "unknown field \\"spec.nope\\""']);
  const strict = await call<{message: string}>(
    'PATCH',
    `${daemonSetsPath}/d?fieldValidation=Strict`,
    {spec: {nope: 1}},
    mergePatch,
  );
  t.is(strict.status, 422);
  t.regex(
    strict.body.message,
    /^ "" is invalid: patch: Invalid value: .*: strict decoding error: unknown field "spec.nope"$/,
  );
});

test('what is allowed and yet a mistake is told', async t => {
  const {call} = await startClient(t);
  const container = {resources: {requests: {memory: '100m'}}};
  const spec = {imagePullSecrets: [{name: ''}], nodeSelector: {'beta.kubernetes.io/os': 'linux'}};
  const {status, warning} = await call('POST', daemonSetsPath, buildDaemonSet('d', spec, container));
  t.is(status, 201);
  t.is(
    warning,
    [
      '299 - "spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \\"kubernetes.io/os\\" instead"',
      '299 - "spec.template.spec.imagePullSecrets[0].name: invalid empty name \\"\\""',
      '299 - "spec.template.spec.containers[0].resources.requests[memory]: fractional byte value \\"100m\\" is invalid, must be an integer"',
    ].join(', '),
  );
});

test('another word than Ignore, Warn or Strict is refused', async t => {
  const {call} = await startClient(t);
  const {status, body} = await call('POST', `${daemonSetsPath}?fieldValidation=Nope`, unknown);
  const message = 'Unsupported value: "Nope": supported values: "", "Ignore", "Strict", "Warn"';
  t.deepEqual(
    [status, body],
    [
      422,
      failure(422, 'Invalid', `CreateOptions.meta.k8s.io "" is invalid: fieldValidation: ${message}`, {
        group: 'meta.k8s.io',
        kind: 'CreateOptions',
        causes: [{reason: 'FieldValueNotSupported', message, field: 'fieldValidation'}],
      }),
    ],
  );
});
