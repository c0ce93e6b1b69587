import type {Deployment} from 'kubernetes-types/apps/v1';
import {buildMetadata} from '../metadata.ts';
import type {InstallOptions} from '../options.ts';
import {restricted} from '../security.ts';
import {httpPort, standaloneName} from './names.ts';
import {probes} from './probes.ts';

/** All functions as one process, which watches and ticks by itself. */
export function buildDeployment(options: InstallOptions): Deployment {
  const metadata = buildMetadata(standaloneName, 'standalone', options);
  const selector = {'app.kubernetes.io/name': 'kubernetes-image-puller', 'app.kubernetes.io/component': 'standalone'};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      // Two at once would do no harm, but every step twice.
      strategy: {type: 'Recreate'},
      selector: {matchLabels: selector},
      template: {
        metadata: {labels: {...metadata.labels}},
        spec: {
          serviceAccountName: standaloneName,
          // Told to end, it finishes what runs: 60 s at most.
          terminationGracePeriodSeconds: 75,
          containers: [
            {
              name: standaloneName,
              image: options.functionsImage,
              env: [
                {name: 'FUNCTION_TARGET', value: 'standalone'},
                {name: 'INSTALLATION_ID', value: `serviceaccount/${standaloneName}`},
                {name: 'SLEEP_IMAGE', value: options.sleepImage},
              ],
              ports: [{name: httpPort.name, containerPort: httpPort.number}],
              resources: {requests: {cpu: '50m', memory: '64Mi'}, limits: {cpu: '200m', memory: '256Mi'}},
              ...probes,
              securityContext: restricted,
            },
          ],
        },
      },
    },
  };
}
