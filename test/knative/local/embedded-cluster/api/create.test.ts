import type {StoredConfigMap, StoredDaemonSet, StoredNode, StoredPod} from '@image-puller/embedded-cluster';
import test from 'ava';
import {
  buildConfigMap,
  buildDaemonSet,
  configMapsPath,
  daemonSetsPath,
  failure,
  frozenClock,
  startClient,
} from '../client.ts';

test('a created ConfigMap is answered as it is stored', async t => {
  const {call, cluster} = await startClient(t);
  const {status, body} = await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a', {b: '2', a: '1'}));
  t.is(status, 201);
  t.deepEqual(body, {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: {
      name: 'a',
      namespace: 'default',
      uid: body.metadata.uid,
      resourceVersion: cluster.store.resourceVersion,
      creationTimestamp: body.metadata.creationTimestamp,
    },
    data: {a: '1', b: '2'},
  });
  t.deepEqual((await call('GET', `${configMapsPath}/a`)).body, body);
});

test('a DaemonSet gets the defaults of the API server and canonical quantities', async t => {
  const {call} = await startClient(t);
  const resources = {requests: {cpu: '.05', memory: '10240Ki'}, limits: {cpu: '.2', memory: '20Mi'}};
  const spec = {
    affinity: {},
    tolerations: [],
    initContainers: [{name: 'i', image: 'registry.test/i'}],
    volumes: [{name: 'v'}],
  };
  const {status, body} = await call<StoredDaemonSet>('POST', daemonSetsPath, buildDaemonSet('d', spec, {resources}));
  t.is(status, 201);
  t.deepEqual(body.metadata.annotations, {'deprecated.daemonset.template.generation': '1'});
  t.is(body.metadata.generation, 1);
  t.deepEqual(body.spec, {
    selector: {matchLabels: {app: 'd'}},
    template: {
      metadata: {labels: {app: 'd'}},
      spec: {
        volumes: [{name: 'v', emptyDir: {}}],
        initContainers: [
          {
            name: 'i',
            image: 'registry.test/i',
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
            imagePullPolicy: 'Always',
          },
        ],
        containers: [
          {
            name: 'c',
            image: 'registry.test/a:1',
            resources: {limits: {cpu: '200m', memory: '20Mi'}, requests: {cpu: '50m', memory: '10Mi'}},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
            imagePullPolicy: 'IfNotPresent',
          },
        ],
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
        affinity: {},
        schedulerName: 'default-scheduler',
      },
    },
    updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: 1, maxSurge: 0}},
    revisionHistoryLimit: 10,
  });
  t.deepEqual(body.status, {
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
  });
});

test('false and zero stay where they differ from unset, and are dropped where they do not', async t => {
  const {call} = await startClient(t);
  const spec = {
    hostNetwork: false,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 0,
    nodeSelector: {},
  };
  const container = {securityContext: {readOnlyRootFilesystem: false}, stdin: false, args: []};
  const {body} = await call<StoredDaemonSet>('POST', daemonSetsPath, buildDaemonSet('d', spec, container));
  t.deepEqual(body.spec?.template.spec, {
    containers: [
      {
        name: 'c',
        image: 'registry.test/a:1',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
        securityContext: {readOnlyRootFilesystem: false},
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 0,
    dnsPolicy: 'ClusterFirst',
    automountServiceAccountToken: false,
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
});

test('a Pod starts Pending, with what admission adds to it', async t => {
  const {call} = await startClient(t);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'p'},
    spec: {containers: [{name: 'c', image: 'i'}], nodeName: 'n'},
  };
  const {status, body} = await call<StoredPod>('POST', '/api/v1/namespaces/default/pods', pod);
  t.is(status, 201);
  t.deepEqual(body.status, {phase: 'Pending', qosClass: 'BestEffort'});
  t.deepEqual(body.spec, {
    containers: [
      {
        name: 'c',
        image: 'i',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'Always',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    nodeName: 'n',
    securityContext: {},
    schedulerName: 'default-scheduler',
    tolerations: [
      {key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300},
      {key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300},
    ],
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  });
});

test('a name is generated on request', async t => {
  const {call} = await startClient(t);
  const {body} = await call<StoredConfigMap>('POST', configMapsPath, {metadata: {generateName: 'a-'}});
  t.regex(body.metadata.name, /^a-.{5}$/);
});

test('a dry run answers what would be, without a version, and stores nothing', async t => {
  const {call, cluster} = await startClient(t);
  const {status, body} = await call<StoredConfigMap>('POST', `${configMapsPath}?dryRun=All`, buildConfigMap('a'));
  t.is(status, 201);
  t.deepEqual(Object.keys(body.metadata), ['name', 'namespace', 'uid', 'creationTimestamp']);
  t.deepEqual(cluster.store.list('ConfigMap'), []);
});

test('a name that is taken and a namespace that is not there are refused', async t => {
  const {call} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('a'));
  const taken = await call('POST', configMapsPath, buildConfigMap('a'));
  t.deepEqual(
    [taken.status, taken.body],
    [409, failure(409, 'AlreadyExists', 'configmaps "a" already exists', {name: 'a', kind: 'configmaps'})],
  );
  const nowhere = await call('POST', '/apis/apps/v1/namespaces/nope/daemonsets', buildDaemonSet('d'));
  t.deepEqual(
    [nowhere.status, nowhere.body],
    [404, failure(404, 'NotFound', 'namespaces "nope" not found', {name: 'nope', kind: 'namespaces'})],
  );
});

test('a namespace in the body that is not the one of the path is refused', async t => {
  const {call} = await startClient(t);
  const {status, body} = await call('POST', configMapsPath, buildConfigMap('a', {}, {namespace: 'other'}));
  const message = 'the namespace of the provided object does not match the namespace sent on the request';
  t.deepEqual([status, body], [400, failure(400, 'BadRequest', message)]);
});

test('YAML is understood', async t => {
  const {call} = await startClient(t);
  const yaml = 'metadata: {name: a}\ndata: {n: "yes"}\n';
  const {status, body} = await call<StoredConfigMap>('POST', configMapsPath, yaml, {
    'content-type': 'application/yaml',
  });
  t.deepEqual([status, body.data], [201, {n: 'yes'}]);
});

test('a node is taken as a real cluster shows it, with all that its kubelet says of itself', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const status = {
    addresses: [{type: 'Hostname', address: 'a'}],
    config: {},
    declaredFeatures: ['GuaranteedQoSPodCPUResize'],
    features: {supplementalGroupsPolicy: true},
    images: [{names: ['registry.test/a:1'], sizeBytes: 1}],
    nodeInfo: {architecture: 'arm64', swap: {capacity: 0}},
    runtimeHandlers: [{name: 'runc', features: {recursiveReadOnlyMounts: true, userNamespaces: false}}],
    volumesAttached: [{name: 'kubernetes.io/csi/a', devicePath: ''}],
    volumesInUse: ['kubernetes.io/csi/a'],
  };
  const metadata = {name: 'a', managedFields: [{manager: 'kubelet', operation: 'Update', apiVersion: 'v1'}]};
  const node = {apiVersion: 'v1', kind: 'Node', metadata, spec: {podCIDR: '10.0.0.0/24', providerID: 'a'}, status};
  const created = await call<StoredNode>('POST', '/api/v1/nodes?fieldValidation=Strict', node);
  t.is(created.status, 201);
  t.like(created.body.status, status);
});
