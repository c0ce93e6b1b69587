import {parseConfig} from '@image-puller/shared/config';
import {buildDaemonSet, type Labels} from '@image-puller/shared/daemonset';
import {buildLanes} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type ApiClient, makeNamespace} from '../client/index.ts';
import {viewPuller} from './puller.ts';

/**
 * Makes a puller as another version, which is gone, left it: a ConfigMap with this data, and its DaemonSet with this selector.
 * The functions are not to be there yet.
 */
export async function leaveEarlier(
  api: ApiClient,
  namespace: string,
  sleepImage: string,
  data: Readonly<Record<string, string>>,
  selector: Labels,
): Promise<Live<DaemonSet>> {
  const parsed = parseConfig({...data}, {namespace, sleepImage});
  if (!('config' in parsed)) throw new Error(JSON.stringify(parsed.errors));
  const {config} = parsed;
  const [lane] = buildLanes(config);
  if (lane === undefined) throw new Error('no lane');
  await makeNamespace(api, {metadata: {name: namespace}});
  await viewPuller(api, namespace).edit(data);
  const path = `/api/v1/namespaces/${namespace}/configmaps/k8s-image-puller`;
  const {name, uid} = (await api.ask<Live<ConfigMap>>('GET', path)).metadata;
  const built = buildDaemonSet({
    puller: {namespace, name, uid},
    config,
    lane,
    platform: {openShift: false},
    installation: {id: 'serviceaccount/earlier', version: '0.0.1'},
    selector,
  });
  return await api.ask<Live<DaemonSet>>('POST', `/apis/apps/v1/namespaces/${namespace}/daemonsets`, built);
}
