import type {Service} from 'kubernetes-types/core/v1';
import {buildMetadata} from '../metadata.ts';
import type {InstallOptions} from '../options.ts';
import {httpPort, podSelector, standaloneName} from './names.ts';

/** The status page and its JSON, reachable in the cluster. */
export function buildPage(options: InstallOptions): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: buildMetadata(standaloneName, 'standalone', options),
    spec: {
      selector: {...podSelector},
      ports: [{name: httpPort.name, port: 80, targetPort: httpPort.name}],
    },
  };
}
