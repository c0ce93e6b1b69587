import {buildDaemonSet as buildPullerDaemonSet, carryOver} from '@image-puller/shared/daemonset';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {buildInputs} from '../../shared/samples.ts';
import {buildConfigMap, buildDaemonSet} from '../../support/kubernetes/index.ts';
import type {Contract, ContractCluster, RequestCluster} from '../contract.ts';
import {speak, versionOf} from '../support/index.ts';

/** A configuration that says something in every key that reaches the DaemonSet's spec. */
const data = {
  IMAGES: `a=registry.test/a:1;b=registry.test/b@sha256:${'a'.repeat(64)}`,
  CACHING_MEMORY_REQUEST: '10Mi',
  CACHING_MEMORY_LIMIT: '20Mi',
  CACHING_CPU_REQUEST: '50m',
  CACHING_CPU_LIMIT: '200m',
  DAEMONSET_ANNOTATIONS: '{"team":"x"}',
  NODE_SELECTOR: '{"disk":"ssd"}',
  AFFINITY: JSON.stringify({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{matchExpressions: [{key: 'zone', operator: 'In', values: ['a']}]}],
      },
    },
  }),
  TOLERATIONS: '[{"operator":"Exists","key":"gpu","effect":"NoSchedule"}]',
  IMAGE_PULL_SECRETS: 'secret-a;secret-b',
  ROLLOUT_MAX_NODES: '10%',
};

const build = ({namespace}: ContractCluster, {metadata: {name, uid}}: Live<ConfigMap>) =>
  buildPullerDaemonSet(buildInputs({...data, NAMESPACE: 'puller'}, {puller: {namespace, name, uid}}));

export const pullerContracts: readonly Contract<RequestCluster>[] = [
  {
    title: "the puller's own DaemonSet is taken without a warning, and writing it again changes nothing",
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets} = speak(cluster);
      const owner = (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap('puller', data))).body;
      const built = build(cluster, owner);
      const created = await send<Live<DaemonSet>>('POST', `${daemonSets}?fieldValidation=Warn`, built);
      t.deepEqual([created.status, created.warnings], [201, []]);
      t.like(created.body.spec, {...built.spec}, 'everything that was sent is there');
      const again = carryOver(built, created.body);
      const path = `${daemonSets}/${created.body.metadata.name}?fieldValidation=Warn`;
      t.deepEqual((await send('PUT', `${path}&dryRun=All`, again)).body, created.body);
      t.deepEqual((await send('PUT', path, again)).body, created.body);
    },
  },
  {
    title: 'a quantity in another spelling is no change; in another format it is one, but no new generation',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const withLimits = (limits: Readonly<Record<string, string>>) =>
        buildDaemonSet('a', {}, {resources: {limits, requests: limits}});
      const created = await send<Live<DaemonSet>>('POST', daemonSets, withLimits({cpu: '.2', memory: '0.5Gi'}));
      const write = async (limits: Readonly<Record<string, string>>) => {
        const {body} = await send<Live<DaemonSet>>('PUT', `${daemonSets}/a`, withLimits(limits));
        return {...versionOf(body), limits: body.spec?.template.spec?.containers[0]?.resources?.limits};
      };
      const first = {...versionOf(created.body), limits: {cpu: '200m', memory: '512Mi'}};
      t.deepEqual(await write({cpu: '200m', memory: '512Mi'}), first);
      t.deepEqual(await write({cpu: '0.200', memory: '524288Ki'}), first);
      const {resourceVersion, ...other} = await write({cpu: '200m', memory: '536870912'});
      t.not(resourceVersion, first.resourceVersion);
      t.deepEqual(other, {generation: 1, limits: {cpu: '200m', memory: '536870912'}});
    },
  },
  {
    title: 'quantities read back in their canonical form',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const expected = {
        '.05': '50m',
        '1.5': '1500m',
        '0.0001': '1m',
        '1000': '1k',
        '5e-2': '50e-3',
      };
      const found = Object.keys(expected).map(async cpu => {
        const body = buildDaemonSet('a', {}, {resources: {limits: {cpu}}});
        const answer = await send<DaemonSet>('POST', `${daemonSets}?dryRun=All`, body);
        return [cpu, answer.body.spec?.template.spec?.containers[0]?.resources?.limits?.cpu];
      });
      t.deepEqual(Object.fromEntries(await Promise.all(found)), expected);
    },
  },
];
