import type {Live} from '@image-puller/shared/live';
import {configMapLabel} from '@image-puller/shared/names';
import type {DaemonSet, DaemonSetStatus} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Event} from 'kubernetes-types/core/v1';
import type {ApiClient} from '../client/index.ts';
import {answerScouts, type Played, playHolder} from './played.ts';

/** One puller as its author and its administrator see it, through the API alone. */
export interface PullerView {
  /** Writes the ConfigMap's data, over what is there or anew. */
  edit(data: Readonly<Record<string, string>>, metadata?: ConfigMap['metadata']): Promise<void>;
  patchConfigMap(patch: object): Promise<void>;
  deleteConfigMap(): Promise<void>;
  readDaemonSet(name?: string): Promise<Live<DaemonSet> | undefined>;
  patchDaemonSet(patch: object, name?: string): Promise<void>;
  deleteDaemonSet(name?: string): Promise<void>;
  /** Writes of the DaemonSet what its controller would where there are no nodes, and no controller runs. */
  settleStatus(counts?: Partial<DaemonSetStatus>): Promise<void>;
  /** Plays a pod of the DaemonSet, where there are no nodes. */
  playHolder(name?: string, played?: Played): Promise<void>;
  /** Plays the answers to the scouts of the namespace; tells whether there was one. */
  answerScouts(): Promise<boolean>;
  /** What `kubectl describe configmap` would list: `Warning ConfigurationRejected: ...`, in the order told. */
  readStory(): Promise<readonly string[]>;
}

/** Looks at a puller. */
export function viewPuller(
  api: ApiClient,
  namespace: string,
  configMap = 'k8s-image-puller',
  daemonSet = 'kubernetes-image-puller',
): PullerView {
  const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
  const daemonSets = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
  return {
    async edit(data, metadata = {}) {
      const labels = {[configMapLabel.key]: configMapLabel.value};
      const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {labels, ...metadata, name: configMap}, data};
      const {status} = await api.call('GET', `${configMaps}/${configMap}`);
      if (status === 404) await api.ask('POST', configMaps, body);
      else await api.ask('PUT', `${configMaps}/${configMap}`, body);
    },
    patchConfigMap: async patch => void (await api.ask('PATCH', `${configMaps}/${configMap}`, patch)),
    deleteConfigMap: async () => void (await api.ask('DELETE', `${configMaps}/${configMap}`)),
    async readDaemonSet(name = daemonSet) {
      const {status, body} = await api.call<Live<DaemonSet>>('GET', `${daemonSets}/${name}`);
      return status === 200 ? body : undefined;
    },
    patchDaemonSet: async (patch, name = daemonSet) => void (await api.ask('PATCH', `${daemonSets}/${name}`, patch)),
    deleteDaemonSet: async (name = daemonSet) => void (await api.ask('DELETE', `${daemonSets}/${name}`)),
    async settleStatus(counts = {}) {
      const path = `${daemonSets}/${daemonSet}`;
      const {metadata} = await api.ask<Live<DaemonSet>>('GET', path);
      await api.ask('PATCH', `${path}/status`, {status: {observedGeneration: metadata.generation, ...counts}});
    },
    async playHolder(name = daemonSet, played) {
      await playHolder(api, await api.ask<Live<DaemonSet>>('GET', `${daemonSets}/${name}`), played);
    },
    answerScouts: () => answerScouts(api, namespace),
    async readStory() {
      const {items} = await api.ask<{readonly items: readonly Event[]}>(
        'GET',
        `/api/v1/namespaces/${namespace}/events`,
      );
      return items
        .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .filter(({involvedObject: {kind, name}}) => kind === 'ConfigMap' && name === configMap)
        .map(({type, reason, message}) => `${type} ${reason}: ${message}`);
    },
  };
}
