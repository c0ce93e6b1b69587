import type {Live} from '@image-puller/shared/live';
import type {ConfigMap, Pod, ServiceAccount} from 'kubernetes-types/core/v1';
import type {Contract, RequestCluster} from '../contract.ts';
import {identityOf, speak} from '../support/index.ts';

/** What kubectl 1.32 sends, recorded: where it makes an object from its command line alone, it speaks protobuf. */
const recorded = {
  // create configmap bytes --from-literal=text=ü --from-literal=empty= --from-file=bin.dat (00 ff 01)
  configMap:
    'azhzAAoPCgJ2MRIJQ29uZmlnTWFwEj4KFQoFYnl0ZXMSABoAIgAqADIAOABCABIJCgVlbXB0eRIAEgoKBHRleHQSAsO8Gg4KB2Jpbi5kYXQSAwD/ARoAIgA=',
  // create serviceaccount robot
  serviceAccount: 'azhzAAoUCgJ2MRIOU2VydmljZUFjY291bnQSFwoVCgVyb2JvdBIAGgAiACoAMgA4AEIAGgAiAA==',
  // drain --force --grace-period=0, of the pod that it deletes
  deleteAtOnce: 'azhzAAoTCgJ2MRINRGVsZXRlT3B0aW9ucxICCAAaACIA',
} as const;

const decode = (message: keyof typeof recorded) => Buffer.from(recorded[message], 'base64');
const headers = {
  'content-type': 'application/vnd.kubernetes.protobuf',
  accept: 'application/vnd.kubernetes.protobuf;q=0,application/json',
};

export const protobufContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'POST takes a ConfigMap as kubectl create configmap sends it: text, an empty value, and bytes',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const path = `${configMaps}?fieldManager=kubectl-create&fieldValidation=Strict`;
      const created = await send<Live<ConfigMap>>('POST', path, decode('configMap'), headers);
      t.deepEqual(created, {
        status: 201,
        body: {
          kind: 'ConfigMap',
          apiVersion: 'v1',
          metadata: {name: 'bytes', namespace: cluster.namespace, ...identityOf(t, created.body)},
          data: {empty: '', text: 'ü'},
          binaryData: {'bin.dat': 'AP8B'},
        },
        warnings: [],
      });
      t.deepEqual((await send('GET', `${configMaps}/bytes`)).body, created.body);
      t.is((await send('POST', path, decode('configMap'), headers)).status, 409);
    },
  },
  {
    title: 'a dry run of it answers what would be, and stores nothing',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const {status, body} = await send<Live<ConfigMap>>(
        'POST',
        `${configMaps}?dryRun=All`,
        decode('configMap'),
        headers,
      );
      t.deepEqual([status, body.data, body.metadata.resourceVersion], [201, {empty: '', text: 'ü'}, undefined]);
      t.is((await send('GET', `${configMaps}/bytes`)).status, 404);
    },
  },
  {
    title: 'POST takes a ServiceAccount as kubectl create serviceaccount sends it',
    check: async (t, cluster) => {
      const {send, serviceAccounts} = speak(cluster);
      const {status, body} = await send<Live<ServiceAccount>>(
        'POST',
        serviceAccounts,
        decode('serviceAccount'),
        headers,
      );
      t.deepEqual([status, body.kind, body.metadata.name], [201, 'ServiceAccount', 'robot']);
    },
  },
  {
    title: 'another kind, and what is no protobuf, are bad requests',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      for (const body of [
        decode('serviceAccount'),
        decode('configMap').subarray(0, 30),
        Buffer.from('k8s'),
        Buffer.from('{}'),
      ]) {
        const {status} = await send('POST', configMaps, body, headers);
        t.is(status, 400, body.toString('latin1'));
      }
    },
  },
  {
    title: 'DELETE reads its options as kubectl drain sends them: a pod on a node, at once',
    check: async (t, cluster) => {
      const {send, pods, serviceAccounts} = speak(cluster);
      const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}};
      await send('POST', serviceAccounts, account);
      const spec = {
        automountServiceAccountToken: false,
        nodeName: 'a',
        containers: [{name: 'c', image: 'registry.test/a:1'}],
      };
      const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'a'}, spec};
      t.is((await send<Live<Pod>>('POST', pods, pod)).status, 201);
      t.is((await send('DELETE', `${pods}/a`, decode('deleteAtOnce'), headers)).status, 200);
      t.is((await send('GET', `${pods}/a`)).status, 404);
    },
  },
];
