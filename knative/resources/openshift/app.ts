import {release} from '@image-puller/shared/release';
import type {Deployment} from 'kubernetes-types/apps/v1';
import type {Service} from 'kubernetes-types/core/v1';
import {buildLabels} from '../metadata.ts';
import {buildContainer, httpPort, standaloneName} from '../standalone/index.ts';
import {image, imageReference, imageTag, serviceAccountName} from './parameters.ts';
import {app, appLabel, buildTemplate, type Parameter, refer, type Template} from './template.ts';

const deploymentName: Parameter = {name: 'DEPLOYMENT_NAME', description: 'The name of the Deployment', value: app};
const priorityClassName: Parameter = {
  name: 'PRIORITY_CLASS_NAME',
  description: "The PriorityClass of the puller's own pod",
  value: '',
};
const cpuRequest: Parameter = {name: 'DEPLOYMENT_CPU_REQUEST', description: "The puller's CPU request", value: '50m'};
const memoryRequest: Parameter = {
  name: 'DEPLOYMENT_MEMORY_REQUEST',
  description: "The puller's memory request",
  value: '64Mi',
};
const cpuLimit: Parameter = {name: 'DEPLOYMENT_CPU_LIMIT', description: "The puller's CPU limit", value: '200m'};
const memoryLimit: Parameter = {
  name: 'DEPLOYMENT_MEMORY_LIMIT',
  description: "The puller's memory limit",
  value: '256Mi',
};

/** All functions as one process. Where the Go puller's Deployment is, this one is applied over it. */
export function buildAppTemplate(): Template {
  const labels = {...appLabel, ...buildLabels('standalone')};
  const images = {functionsImage: imageReference, sleepImage: release.sleepImage};
  const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: refer(deploymentName), labels},
    spec: {
      replicas: 1,
      // Two at once would do no harm, but every step twice.
      strategy: {type: 'Recreate'},
      // The Go puller's, since a selector can't be changed.
      selector: {matchLabels: appLabel},
      template: {
        metadata: {labels},
        spec: {
          serviceAccountName: refer(serviceAccountName),
          priorityClassName: refer(priorityClassName),
          // Told to end, it finishes what runs: 60 s at most.
          terminationGracePeriodSeconds: 75,
          containers: [
            buildContainer(app, refer(serviceAccountName), images, {
              requests: {cpu: refer(cpuRequest), memory: refer(memoryRequest)},
              limits: {cpu: refer(cpuLimit), memory: refer(memoryLimit)},
            }),
          ],
        },
      },
    },
  };
  const page: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: standaloneName, labels},
    spec: {
      selector: {...appLabel, 'app.kubernetes.io/component': 'standalone'},
      ports: [{name: httpPort.name, port: 80, targetPort: httpPort.name}],
    },
  };
  return buildTemplate(
    app,
    'Image puller: the puller itself, as one process, and its status page',
    [
      ...[deploymentName, serviceAccountName, image, imageTag, priorityClassName],
      ...[cpuRequest, memoryRequest, cpuLimit, memoryLimit],
    ],
    [page, deployment],
  );
}
