import {createApiClient} from '../cluster/client/index.ts';
import {buildConfigMap, buildDaemonSet} from '../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from './contract.ts';
import {send, speak} from './support/index.ts';

/** Where the embedded cluster is not like Kubernetes, and is not meant to be. */
interface Difference {
  /** What it does not do that Kubernetes does. */
  readonly title: string;
  readonly because: string;
  /** What shows it. */
  readonly observe: (cluster: RequestCluster) => Promise<unknown>;
  readonly real: unknown;
  readonly embedded: unknown;
}

const differences: readonly Difference[] = [
  {
    title: 'nobody is asked who they are',
    because: 'it listens on the loopback device alone; rights are tried against Kubernetes itself',
    observe: async ({client: {access}}) => {
      const stranger = createApiClient({...access, token: 'nobody'});
      try {
        return (await send(stranger, 'GET', '/api/v1/nodes')).status;
      } finally {
        stranger.close();
      }
    },
    real: 401,
    embedded: 200,
  },
  {
    title: 'nothing is served but what the puller and its users look at',
    because: 'the puller asks for nothing else',
    observe: async cluster => {
      const {send, daemonSets} = speak(cluster);
      const paths = [
        '/apis/events.k8s.io/v1',
        '/apis/rbac.authorization.k8s.io/v1',
        `/api/v1/namespaces/${cluster.namespace}/secrets`,
        daemonSets.replace('daemonsets', 'controllerrevisions'),
      ];
      return (await Promise.all(paths.map(path => send('GET', path)))).map(({status}) => status);
    },
    real: [200, 200, 200, 200],
    embedded: [404, 404, 404, 501],
  },
  {
    title: 'nobody is told which manager owns a field, and server-side apply is refused',
    because: 'the puller does not apply: an applied removal does not reach what others had created',
    observe: async cluster => {
      const {configMaps} = speak(cluster);
      const {client} = cluster;
      const created = await client.call<{readonly metadata: object}>('POST', configMaps, buildConfigMap('a'));
      const type = {'content-type': 'application/apply-patch+yaml'};
      const applied = await client.call('PATCH', `${configMaps}/a?fieldManager=b`, buildConfigMap('a', {b: '2'}), type);
      return ['managedFields' in created.body.metadata, applied.status];
    },
    real: [true, 200],
    embedded: [false, 415],
  },
  {
    title: 'protobuf is not written, and read only where kubectl speaks it alone',
    because: 'the puller speaks JSON, and kubectl does so for all else',
    observe: async cluster => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const type = 'application/vnd.kubernetes.protobuf';
      const read = await send('GET', configMaps, undefined, {accept: type});
      const written = await send<{readonly reason: string}>('POST', daemonSets, 'k8s', {'content-type': type});
      return [read.status, written.status, written.body.reason];
    },
    real: [200, 400, 'BadRequest'],
    embedded: [406, 415, 'UnsupportedMediaType'],
  },
  {
    title: 'a pod that wants its ServiceAccount token gets none',
    because: 'there is nobody who would take it',
    observe: async cluster => {
      const {send, pods, serviceAccounts} = speak(cluster);
      await send('POST', serviceAccounts, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}});
      const spec = {containers: [{name: 'c', image: 'registry.test/a:1'}]};
      const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'a'}, spec};
      const {body} = await send<{readonly spec: {readonly volumes?: readonly object[]}}>('POST', pods, pod);
      return body.spec.volumes?.length ?? 0;
    },
    real: 1,
    embedded: 0,
  },
  {
    title: 'a volume of a storage system is refused, and so is the claim of a device',
    because: 'nothing is mounted in its pods, and who tries it is to know',
    observe: async cluster => {
      const {send, daemonSets} = speak(cluster);
      const specs = [
        {volumes: [{name: 'v', nfs: {server: 'nfs.test', path: '/'}}]},
        {volumes: [{name: 'v', csi: {driver: 'csi.test'}}]},
        {resourceClaims: [{name: 'gpu', resourceClaimName: 'gpu'}]},
      ];
      const answers = specs.map(spec => send('POST', `${daemonSets}?dryRun=All`, buildDaemonSet('a', spec)));
      return (await Promise.all(answers)).map(({status}) => status);
    },
    real: [201, 201, 201],
    embedded: [501, 501, 501],
  },
  {
    title: 'some refusals say more than those of Kubernetes',
    because: 'who tries it by hand is told what would do',
    observe: async cluster => {
      const {send, configMaps} = speak(cluster);
      await send('POST', configMaps, buildConfigMap('a'));
      const json = {'content-type': 'application/json'};
      const {body} = await send<{readonly message: string}>('PATCH', `${configMaps}/a`, {}, json);
      return body.message;
    },
    real: '415: Unsupported Media Type',
    embedded:
      '415: Unsupported Media Type; the patches are application/merge-patch+json, application/strategic-merge-patch+json and application/json-patch+json',
  },
];

/** Contracts that hold for one of them alone: a row that is no longer true is to go. */
export const differenceContracts = (which: 'real' | 'embedded'): readonly Contract<RequestCluster>[] =>
  differences.map(({title, because, observe, ...expected}) => ({
    title: `the embedded cluster differs: ${title} (${because})`,
    check: async (t, cluster) => {
      t.deepEqual(await observe(cluster), expected[which]);
    },
  }));
