import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {buildDaemonSet} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {speak} from '../support/index.ts';

/** The kinds of volumes that workloads on most clusters have, as they are written, and what defaults add. */
const volumes: Readonly<Record<string, readonly [written: object, added: object]>> = {
  emptyDir: [{sizeLimit: '50Mi'}, {}],
  hostPath: [{path: '/var/log'}, {type: ''}],
  configMap: [{name: 'a', items: [{key: 'b', path: 'c'}]}, {defaultMode: 0o644}],
  secret: [{secretName: 'a', optional: true}, {defaultMode: 0o644}],
  downwardAPI: [
    {items: [{path: 'labels', fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.labels'}}]},
    {defaultMode: 0o644},
  ],
  persistentVolumeClaim: [{claimName: 'a'}, {}],
  projected: [
    {
      sources: [
        {serviceAccountToken: {expirationSeconds: 3607, path: 'token'}},
        {configMap: {name: 'kube-root-ca.crt', items: [{key: 'ca.crt', path: 'ca.crt'}]}},
        {downwardAPI: {items: [{path: 'namespace', fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.namespace'}}]}},
        {secret: {name: 'a'}},
      ],
    },
    {defaultMode: 0o644},
  ],
};

export const volumeContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'the usual kinds of volumes are taken as they are, with their defaults and without a warning',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      const build = (choose: (volume: readonly [object, object]) => object) =>
        Object.entries(volumes).map(([kind, volume]) => ({name: kind.toLowerCase(), [kind]: choose(volume)}));
      const body = buildDaemonSet('a', {volumes: build(([written]) => written)});
      const answer = await send<DaemonSet>('POST', `${daemonSets}?dryRun=All&fieldValidation=Warn`, body);
      t.deepEqual([answer.status, answer.warnings], [201, []]);
      t.deepEqual(
        answer.body.spec?.template.spec?.volumes,
        build(([written, added]) => ({...written, ...added})),
      );
    },
  },
];
