import type {Deployment} from 'kubernetes-types/apps/v1';
import {buildMetadata} from '../metadata.ts';
import type {InstallOptions} from '../options.ts';
import {buildContainer} from './container.ts';
import {podSelector, standaloneName} from './names.ts';

/** All functions as one process, which watches and ticks by itself. */
export function buildDeployment(options: InstallOptions): Deployment {
  const metadata = buildMetadata(standaloneName, 'standalone', options);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      // Two at once would do no harm, but every step twice.
      strategy: {type: 'Recreate'},
      selector: {matchLabels: {...podSelector}},
      template: {
        metadata: {labels: {...metadata.labels}},
        spec: {
          serviceAccountName: standaloneName,
          // Told to end, it finishes what runs: 60 s at most.
          terminationGracePeriodSeconds: 75,
          containers: [
            buildContainer(standaloneName, standaloneName, options, {
              requests: {cpu: '50m', memory: '64Mi'},
              limits: {cpu: '200m', memory: '256Mi'},
            }),
          ],
        },
      },
    },
  };
}
