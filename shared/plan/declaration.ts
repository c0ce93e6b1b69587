import type {ConfigMap} from 'kubernetes-types/core/v1';
import {findDaemonSetName, type ParsedConfig, parseConfig} from '../config/index.ts';
import type {Puller} from '../daemonset/index.ts';
import {isLabelled} from '../decide/index.ts';
import {isLaneOf} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';
import type {Setting} from './setting.ts';

/** What a declaration is read by: what is not said in it comes from the installation. */
export type Defaults = Pick<Setting, 'namespace' | 'sleepImage'>;

/** Does this ConfigMap configure a puller? One that is being deleted no longer does. */
export const isPuller = (configMap: Live<ConfigMap>): boolean =>
  configMap.metadata.deletionTimestamp === undefined && isLabelled(configMap);

/** What a ConfigMap says, with this installation's defaults. */
export const parseDeclaration = ({data, metadata}: Live<ConfigMap>, {namespace, sleepImage}: Defaults): ParsedConfig =>
  parseConfig(data, {namespace: metadata.namespace ?? namespace, sleepImage});

/** Which DaemonSet a ConfigMap is about, whatever else is wrong with it. */
export const parseDaemonSetName = (
  {data, metadata}: Live<ConfigMap>,
  {namespace, sleepImage}: Defaults,
): string | undefined => findDaemonSetName(data, {namespace: metadata.namespace ?? namespace, sleepImage});

/** The puller that a ConfigMap is. */
export const identify = (
  {metadata: {name, namespace, uid}}: Live<ConfigMap>,
  {namespace: ours}: Pick<Setting, 'namespace'>,
): Puller => ({name, namespace: namespace ?? ours, uid});

/** Does a puller want a DaemonSet of that name, now or when an image fails? */
export function wantsName(configMap: Live<ConfigMap>, name: string, defaults: Defaults): boolean {
  if (!isPuller(configMap)) return false;
  const parsed = parseDeclaration(configMap, defaults);
  return 'config' in parsed && isLaneOf(parsed.config.daemonSetName, name);
}
