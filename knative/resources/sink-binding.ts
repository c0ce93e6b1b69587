import {brokerSink} from './broker.ts';
import type {SinkBinding} from './kinds/index.ts';
import {buildMetadata} from './metadata.ts';
import {nameOf, type publishers} from './names.ts';
import type {InstallOptions} from './options.ts';

/** Gives a function that publishes the Broker's URL, as `K_SINK`. */
export function buildSinkBinding(fn: (typeof publishers)[number], options: InstallOptions): SinkBinding {
  return {
    apiVersion: 'sources.knative.dev/v1',
    kind: 'SinkBinding',
    metadata: buildMetadata(nameOf(fn), fn, options),
    spec: {
      subject: {apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: nameOf(fn)},
      sink: brokerSink,
    },
  };
}
