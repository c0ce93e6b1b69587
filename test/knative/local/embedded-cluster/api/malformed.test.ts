import {once} from 'node:events';
import {request} from 'node:http';
import test from 'ava';
import type {Status} from 'kubernetes-types/meta/v1';
import {buildConfigMap, buildDaemonSet, configMapsPath, daemonSetsPath, failure, startClient} from '../client.ts';

/** What a body can be wrong with before any rule is looked at, and the words of the answer. */
const wrongBodies: readonly (readonly [title: string, path: string, body: unknown, message: RegExp])[] = [
  [
    'malformed JSON',
    configMapsPath,
    '{"kind":',
    /^the object provided is unrecognized \(must be of type ConfigMap\): couldn't get version\/kind; json parse error: /,
  ],
  ['an empty body', configMapsPath, '', /json parse error: unexpected end of JSON input \(<empty>\)$/],
  ['an array', configMapsPath, [], /couldn't get version\/kind/],
  [
    'another kind',
    configMapsPath,
    {apiVersion: 'v1', kind: 'Secret'},
    /^Secret in version "v1" cannot be handled as a ConfigMap: /,
  ],
  [
    'another version',
    daemonSetsPath,
    {...buildDaemonSet('d'), apiVersion: 'v1'},
    /^DaemonSet in version "v1" cannot be handled as a DaemonSet: /,
  ],
  [
    'a number for text',
    configMapsPath,
    {metadata: {name: 'a'}, data: {a: 1}},
    /^ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string$/,
  ],
  [
    'text for a list',
    daemonSetsPath,
    buildDaemonSet('d', {}, {command: 'sleep'}),
    /cannot unmarshal string into Go struct field DaemonSet.spec.template.spec.containers.command of type \[\]string$/,
  ],
  [
    'a fraction for a whole number',
    daemonSetsPath,
    buildDaemonSet('d', {priority: 1.5}),
    /cannot unmarshal number 1.5 into .*spec.priority of type int32$/,
  ],
  [
    'a bad quantity',
    daemonSetsPath,
    buildDaemonSet('d', {}, {resources: {limits: {memory: 'much'}}}),
    /^DaemonSet in version "v1" cannot be handled as a DaemonSet: quantities must match the regular expression '\^\(\[\+-\]\?\[0-9\.\]\+\)\(\[eEinumkKMGTP\]\*\[-\+\]\?\[0-9\]\*\)\$'$/,
  ],
];

for (const [title, path, body, message] of wrongBodies) {
  test(`${title} is a bad request`, async t => {
    const {call} = await startClient(t);
    const answer = await call<Status>('POST', path, body);
    t.deepEqual({...answer.body, message: ''}, failure(400, 'BadRequest', ''));
    t.is(answer.status, 400);
    t.regex(answer.body.message ?? '', message);
  });
}

test('a media type that is not understood is refused', async t => {
  const {call} = await startClient(t);
  const {status, body} = await call<Status>('POST', configMapsPath, '{}', {'content-type': 'text/plain'});
  t.deepEqual([status, body.reason], [415, 'UnsupportedMediaType']);
  const kubectlCreate = await call<Status>('POST', daemonSetsPath, 'k8s', {
    'content-type': 'application/vnd.kubernetes.protobuf',
  });
  t.deepEqual([kubectlCreate.status, kubectlCreate.body.reason], [415, 'UnsupportedMediaType']);
  t.regex(kubectlCreate.body.message ?? '', /add --dry-run=client -o yaml to the kubectl command/);
  const apply = await call<Status>('PATCH', `${configMapsPath}/a`, '{}', {
    'content-type': 'application/apply-patch+yaml',
  });
  t.deepEqual([apply.status, apply.body.reason], [415, 'UnsupportedMediaType']);
  t.regex(apply.body.message ?? '', /use kubectl apply without --server-side/);
});

test('a body over 3 MiB is refused without being read', async t => {
  const {call} = await startClient(t);
  const {status, body} = await call('POST', configMapsPath, buildConfigMap('a', {a: 'x'.repeat(3 * 1024 * 1024)}));
  t.deepEqual(
    [status, body],
    [413, failure(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728', {})],
  );
});

test('a path or a method that is not served is refused with a Status, a group of paths in plain text', async t => {
  const {call} = await startClient(t);
  const notFound = failure(404, 'NotFound', 'the server could not find the requested resource', {});
  const notAllowed = failure(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
  const paths = ['/api/v1/namespaces/default/secrets', '/api/v2', `${configMapsPath}/a/status`, '/api/v1/nodes/a/b/c'];
  for (const path of paths) t.deepEqual((await call('GET', path)).body, notFound, path);
  for (const path of ['/apis/nope.test/v1', '/nope']) {
    const {status, body} = await call('GET', path);
    t.deepEqual([status, body], [404, '404 page not found\n'], path);
  }
  const methods = [
    ['PUT', configMapsPath, 'GET, POST, DELETE'],
    ['PATCH', configMapsPath, 'GET, POST, DELETE'],
    ['POST', `${configMapsPath}/a`, 'GET, PUT, PATCH, DELETE'],
    ['POST', '/api/v1/configmaps', 'GET'],
    ['POST', '/api', 'GET'],
    ['DELETE', '/version', 'GET'],
    ['DELETE', `${daemonSetsPath}/d/status`, 'GET, PUT, PATCH'],
  ] as const;
  for (const [method, path, allow] of methods) {
    const {body, headers} = await call(method, path, '{}');
    t.deepEqual([body, headers.get('allow')], [notAllowed, allow], `${method} ${path}`);
  }
});

test('what no one can write is not acceptable', async t => {
  const {call} = await startClient(t);
  const {status, body} = await call<Status>('GET', configMapsPath, undefined, {accept: 'text/csv'});
  t.deepEqual([status, body.reason], [406, 'NotAcceptable']);
  t.is(
    (await call('GET', configMapsPath, undefined, {accept: 'application/vnd.kubernetes.protobuf,application/json'}))
      .status,
    200,
  );
});

test('a path that names no host, and one that is not encoded as it should be, are refused, and the next request is served', async t => {
  const {cluster, call} = await startClient(t);
  const {hostname, port} = new URL(cluster.url);
  const ask = async (path: string) => {
    const sent = request({host: hostname, port, path});
    const responded = once(sent.end(), 'response');
    const [response] = await responded;
    response.resume();
    return response.statusCode;
  };
  t.is(await ask('//api/v1/namespaces/default/configmaps'), 404);
  t.is(await ask(`${configMapsPath}/%`), 400);
  t.is(await ask('http://[/'), 400);
  t.is(await ask(`${cluster.url}${configMapsPath}`), 200);
  t.is((await call('GET', configMapsPath)).status, 200);
});
