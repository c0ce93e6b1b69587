import type {PullerConfig} from '@image-puller/shared/config';
import {parseConfig} from '@image-puller/shared/config';
import {buildDaemonSet, type DaemonSetInputs} from '@image-puller/shared/daemonset';
import {buildLanes} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';

/** A configuration from what a ConfigMap says; throws where it says nothing usable, which is a mistake in a test. */
export function readConfig(data: Record<string, string>): PullerConfig {
  const parsed = parseConfig(data, {namespace: 'puller', sleepImage: 'registry.test/sleep:1'});
  if ('config' in parsed) return parsed.config;
  throw new Error(`not a configuration: ${JSON.stringify(parsed.errors)}`);
}

export const puller = {namespace: 'puller', name: 'k8s-image-puller', uid: 'uid-of-the-config-map'} as const;
export const installation = {id: 'serviceaccount/image-puller-apply', version: '0.1.0'} as const;

/** What a DaemonSet is built from; a test changes what it is about. */
export function buildInputs(data: Record<string, string>, changes: Partial<DaemonSetInputs> = {}): DaemonSetInputs {
  const config = readConfig(data);
  const [lane] = buildLanes(config);
  if (lane === undefined) throw new Error('no lane');
  return {puller, config, lane, platform: {openShift: false}, installation, ...changes};
}

/** A DaemonSet as the API server would return it. */
export const live = (daemonSet: DaemonSet, metadata: Partial<Live<DaemonSet>['metadata']> = {}): Live<DaemonSet> => ({
  ...daemonSet,
  metadata: {
    name: 'kubernetes-image-puller',
    uid: 'uid-of-the-daemon-set',
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...daemonSet.metadata,
    ...metadata,
  },
});

/** The DaemonSet of one image, as we made it. */
export const ours = (metadata: Partial<Live<DaemonSet>['metadata']> = {}): Live<DaemonSet> =>
  live(buildDaemonSet(buildInputs({IMAGES: 'a=registry.test/a:1'})), metadata);
