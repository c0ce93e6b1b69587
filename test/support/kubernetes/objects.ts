import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';

/** A ConfigMap, as a client would write it. */
export function buildConfigMap(
  name: string,
  data: Record<string, string> = {a: '1'},
  metadata: object = {},
): ConfigMap {
  return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, ...metadata}, data};
}

/** The least that makes a DaemonSet, as a client would write it. */
export function buildDaemonSet(name: string, spec: object = {}, container: object = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name},
    spec: {
      selector: {matchLabels: {app: name}},
      template: {
        metadata: {labels: {app: name}},
        spec: {containers: [{name: 'c', image: 'registry.test/a:1', ...container}], ...spec},
      },
    },
  };
}
