import {findDaemonSetName, type ParsedConfig, parseConfig} from '@image-puller/shared/config';
import type {Puller} from '@image-puller/shared/daemonset';
import type {Live} from '@image-puller/shared/live';
import type {ConfigMap} from 'kubernetes-types/core/v1';

import type {Context} from '../step.ts';

/** What a ConfigMap says, with this installation's defaults. */
export const readConfig = (
  {data, metadata}: Live<ConfigMap>,
  {cluster, sleepImage}: Pick<Context, 'cluster' | 'sleepImage'>,
): ParsedConfig => parseConfig(data, {namespace: metadata.namespace ?? cluster.namespace, sleepImage});

/** Which DaemonSet a ConfigMap is about, whatever else is wrong with it. */
export const readDaemonSetName = (
  {data, metadata}: Live<ConfigMap>,
  {cluster, sleepImage}: Pick<Context, 'cluster' | 'sleepImage'>,
): string | undefined => findDaemonSetName(data, {namespace: metadata.namespace ?? cluster.namespace, sleepImage});

/** The puller that a ConfigMap is. */
export const identify = ({metadata: {name, namespace, uid}}: Live<ConfigMap>, fallback: string): Puller => ({
  name,
  namespace: namespace ?? fallback,
  uid,
});
