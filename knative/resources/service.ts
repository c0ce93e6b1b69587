import type {EnvVar} from 'kubernetes-types/core/v1';
import type {Service} from './kinds/index.ts';
import {buildMetadata} from './metadata.ts';
import {type FunctionName, installationId, nameOf} from './names.ts';
import type {InstallOptions} from './options.ts';
import {restricted} from './security.ts';

/**
 * Of Knative's own container in each pod, by whose configuration it has a CPU request and nothing else: a namespace with a
 * ResourceQuota of memory or limits would let no such pod in.
 */
const queueProxyAnnotations = {
  // What Knative asks for by itself.
  'queue.sidecar.serving.knative.dev/cpu-resource-request': '25m',
  // A start takes 64 ms of CPU: with half of one it waits 50 ms at most. With a tenth it would wait for half a second.
  'queue.sidecar.serving.knative.dev/cpu-resource-limit': '500m',
  // It was seen to take 24 MiB.
  'queue.sidecar.serving.knative.dev/memory-resource-request': '32Mi',
  'queue.sidecar.serving.knative.dev/memory-resource-limit': '128Mi',
} as const;

/** 0 is the port that Knative chooses. */
const health = {httpGet: {path: '/healthz', port: 0}} as const;

/** One function as a Knative Service: at most one instance, none when nothing happens, reachable in the cluster only. */
export function buildService(fn: FunctionName, options: InstallOptions): Service {
  const metadata = buildMetadata(nameOf(fn), fn, options);
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {...metadata, labels: {...metadata.labels, 'networking.knative.dev/visibility': 'cluster-local'}},
    spec: {
      template: {
        metadata: {
          annotations: {
            'autoscaling.knative.dev/min-scale': '0',
            // One instance sees all wakes of a puller, and makes one run of those that come together.
            'autoscaling.knative.dev/max-scale': '1',
            // How long an instance may be idle: an edit within it finds apply running. What others cost is in docs/measurements.md.
            'autoscaling.knative.dev/window': '30s',
            ...queueProxyAnnotations,
          },
        },
        spec: {
          serviceAccountName: nameOf(fn),
          // No limit: wakes that waited outside could not be joined.
          containerConcurrency: 0,
          // An invocation ends itself after 60 s; the rest is for the one that waits behind it to start.
          timeoutSeconds: 150,
          enableServiceLinks: false,
          containers: [
            {
              name: 'user-container',
              image: options.functionsImage,
              env: buildEnvironment(fn, options),
              resources: {
                // What each takes for a few nodes, 60 to 90 MiB, and some more.
                requests: {cpu: '50m', memory: '96Mi'},
                // A whole CPU, since it is used at start only, and what a start takes is what an edit waits.
                limits: {cpu: '1', memory: '256Mi'},
              },
              readinessProbe: {...health, successThreshold: 1},
              livenessProbe: {...health, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3},
              securityContext: restricted,
            },
          ],
        },
      },
    },
  };
}

/** `PORT` is Knative's to set. Not `K_SINK`: the Broker itself says where it is, by whatever class and cluster domain. */
function buildEnvironment(fn: FunctionName, options: InstallOptions): EnvVar[] {
  return [
    {name: 'FUNCTION_TARGET', value: fn},
    {name: 'INSTALLATION_ID', value: installationId},
    {name: 'SLEEP_IMAGE', value: options.sleepImage},
  ];
}
