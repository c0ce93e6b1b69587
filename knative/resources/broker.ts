import {brokerName} from '@image-puller/shared/names';
import {buildDelivery, defaultRetries} from './delivery.ts';
import type {Broker, Destination} from './kinds/index.ts';
import {buildMetadata} from './metadata.ts';
import type {InstallOptions} from './options.ts';

/**
 * The one place all events go through. Its class is left to the cluster's default; one without such channels ignores the
 * annotation.
 *
 * The multi-tenant broker copies annotations of that group to its channel, only when it makes it (`channelTemplate` of its
 * reconciler in Knative Eventing). The in-memory channel then answers before it delivers. Without it, it answers when all
 * subscribers have: who publishes would wait for the work of all others, and fail where one of them does.
 */
export function buildBroker(options: InstallOptions): Broker {
  return {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Broker',
    metadata: {
      ...buildMetadata(brokerName, 'broker', options),
      annotations: {'messaging.knative.dev/async-handler': 'true'},
    },
    spec: {delivery: buildDelivery(defaultRetries, options)},
  };
}

/** Where sources and functions send to. */
export const brokerSink: Destination = {
  ref: {apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: brokerName},
};
