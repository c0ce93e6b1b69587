import type {Namespace} from 'kubernetes-types/core/v1';
import {buildLabels} from './metadata.ts';
import type {InstallOptions} from './options.ts';

/**
 * The installation's namespace. Functions, Knative's adapter and the holders all pass the `restricted` Pod Security
 * level, but a Go puller's pods do not: enforcing it would take away the way back from an upgrade.
 */
export function buildNamespace(options: InstallOptions): Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: options.namespace,
      labels: {
        ...buildLabels('namespace'),
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
    },
  };
}
