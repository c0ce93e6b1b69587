import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Pod, ServiceAccount} from 'kubernetes-types/core/v1';
import {buildConfigMap, buildDaemonSet, failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {identityOf, speak} from '../support/index.ts';

export const createContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'POST stores a ConfigMap as it is, with an identity, and GET answers the same',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const sent = buildConfigMap('a', {IMAGES: 'a=registry.test/a:1'}, {labels: {on: '1'}, annotations: {of: 'x'}});
      const created = await send<Live<ConfigMap>>('POST', configMaps, sent);
      const metadata = {...sent.metadata, namespace: cluster.namespace, ...identityOf(t, created.body)};
      t.deepEqual(created, {status: 201, body: {...sent, metadata}, warnings: []});
      t.deepEqual(await send('GET', `${configMaps}/a`), {...created, status: 200});
    },
  },
  {
    title: 'the least that makes a DaemonSet comes back with the defaults, generation 1 and an empty status',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const created = await send<Live<DaemonSet>>('POST', daemonSets, buildDaemonSet('a'));
      t.deepEqual(created, {
        status: 201,
        body: {
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          metadata: {
            name: 'a',
            namespace: cluster.namespace,
            ...identityOf(t, created.body),
            generation: 1,
            annotations: {'deprecated.daemonset.template.generation': '1'},
          },
          spec: {
            selector: {matchLabels: {app: 'a'}},
            template: {
              metadata: {labels: {app: 'a'}},
              spec: {
                containers: [
                  {
                    name: 'c',
                    image: 'registry.test/a:1',
                    resources: {},
                    terminationMessagePath: '/dev/termination-log',
                    terminationMessagePolicy: 'File',
                    imagePullPolicy: 'IfNotPresent',
                  },
                ],
                restartPolicy: 'Always',
                terminationGracePeriodSeconds: 30,
                dnsPolicy: 'ClusterFirst',
                securityContext: {},
                schedulerName: 'default-scheduler',
              },
            },
            updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: 1, maxSurge: 0}},
            revisionHistoryLimit: 10,
          },
          status: {currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0},
        },
        warnings: [],
      });
    },
  },
  {
    title: 'a pod gets its defaults, the tolerations of every pod, and its service class',
    check: async (t, cluster) => {
      const {send, pods, serviceAccounts} = speak(cluster);
      const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}};
      const there = await send<Live<ServiceAccount>>('POST', serviceAccounts, account);
      t.true(there.status === 201 || there.status === 409);
      const limits = {cpu: '.2', memory: '20Mi'};
      const sent = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {generateName: 'probe-'},
        spec: {
          automountServiceAccountToken: false,
          nodeName: 'a',
          restartPolicy: 'Never',
          containers: [{name: 'c', image: 'registry.test/a:1', imagePullPolicy: 'Always', resources: {limits}}],
        },
      };
      const {status, body} = await send<Live<Pod>>('POST', pods, sent);
      t.is(status, 201);
      t.regex(body.metadata.name, /^probe-[a-z0-9]{5}$/);
      t.deepEqual(body.metadata, {
        name: body.metadata.name,
        generateName: 'probe-',
        namespace: cluster.namespace,
        ...identityOf(t, body),
        generation: 1,
      });
      const exact = {cpu: '200m', memory: '20Mi'};
      const forFiveMinutes = {operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300};
      t.deepEqual(body.spec, {
        automountServiceAccountToken: false,
        nodeName: 'a',
        restartPolicy: 'Never',
        containers: [
          {
            name: 'c',
            image: 'registry.test/a:1',
            imagePullPolicy: 'Always',
            resources: {limits: exact, requests: exact},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        terminationGracePeriodSeconds: 30,
        dnsPolicy: 'ClusterFirst',
        serviceAccountName: 'default',
        serviceAccount: 'default',
        securityContext: {},
        schedulerName: 'default-scheduler',
        tolerations: [
          {key: 'node.kubernetes.io/not-ready', ...forFiveMinutes},
          {key: 'node.kubernetes.io/unreachable', ...forFiveMinutes},
        ],
        priority: 0,
        enableServiceLinks: true,
        preemptionPolicy: 'PreemptLowerPriority',
      });
      t.deepEqual(body.status, {phase: 'Pending', qosClass: 'Guaranteed'});
    },
  },
  {
    title: 'a name that is taken is a 409 AlreadyExists',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      await send('POST', configMaps, buildConfigMap('a'));
      t.deepEqual(await send('POST', configMaps, buildConfigMap('a', {b: '2'})), {
        status: 409,
        body: failure(409, 'AlreadyExists', 'configmaps "a" already exists', {name: 'a', kind: 'configmaps'}),
        warnings: [],
      });
      await send('POST', daemonSets, buildDaemonSet('a'));
      const details = {name: 'a', group: 'apps', kind: 'daemonsets'};
      t.deepEqual(await send('POST', daemonSets, buildDaemonSet('a')), {
        status: 409,
        body: failure(409, 'AlreadyExists', 'daemonsets.apps "a" already exists', details),
        warnings: [],
      });
    },
  },
  {
    title: 'nothing is created in a namespace that does not exist, nor with a resourceVersion',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      t.deepEqual(await send('POST', '/api/v1/namespaces/nope/configmaps', buildConfigMap('a')), {
        status: 404,
        body: failure(404, 'NotFound', 'namespaces "nope" not found', {name: 'nope', kind: 'namespaces'}),
        warnings: [],
      });
      t.deepEqual(await send('POST', configMaps, buildConfigMap('a', {}, {resourceVersion: '5'})), {
        status: 500,
        body: failure(500, '', 'resourceVersion should not be set on objects to be created'),
        warnings: [],
      });
      t.is((await send('GET', `${configMaps}/a`)).status, 404);
    },
  },
  {
    title: 'a dry run of POST answers what would be, without a version, and stores nothing',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const {status, body} = await send<Live<ConfigMap>>('POST', `${configMaps}?dryRun=All`, buildConfigMap('a'));
      const {uid, creationTimestamp} = body.metadata;
      t.is(status, 201);
      t.deepEqual(body, buildConfigMap('a', {a: '1'}, {namespace: cluster.namespace, uid, creationTimestamp}));
      t.is((await send('GET', `${configMaps}/a`)).status, 404);
    },
  },
];
