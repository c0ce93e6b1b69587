import {brokerName} from '@image-puller/shared/names';
import {buildDelivery, defaultRetries} from './delivery.ts';
import type {Broker, Destination} from './kinds/index.ts';
import {buildMetadata} from './metadata.ts';
import type {InstallOptions} from './options.ts';

/** The one place all events go through. Its class is left to the cluster's default. */
export function buildBroker(options: InstallOptions): Broker {
  return {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Broker',
    metadata: buildMetadata(brokerName, 'broker', options),
    spec: {delivery: buildDelivery(defaultRetries, options)},
  };
}

/** Where sources and functions send to. */
export const brokerSink: Destination = {
  ref: {apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: brokerName},
};
