import {configMapLabel, managedByLabel} from '@image-puller/shared/names';
import {brokerSink} from './broker.ts';
import type {ApiServerSource, PingSource} from './kinds/index.ts';
import {buildMetadata} from './metadata.ts';
import {nameOf} from './names.ts';
import type {InstallOptions} from './options.ts';

/** Rings when a puller's ConfigMap or a DaemonSet of ours changes. Only names travel: functions read the rest. */
export function buildApiServerSource(options: InstallOptions): ApiServerSource {
  return {
    apiVersion: 'sources.knative.dev/v1',
    kind: 'ApiServerSource',
    metadata: buildMetadata(nameOf('watch'), 'watch', options),
    spec: {
      serviceAccountName: nameOf('source'),
      mode: 'Reference',
      resources: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          selector: {matchLabels: {[configMapLabel.key]: configMapLabel.value}},
        },
        {
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          selector: {matchLabels: {[managedByLabel.key]: managedByLabel.value}},
        },
      ],
      sink: brokerSink,
    },
  };
}

/** The tick. It needs data: without, the request has neither body nor content type, which is no CloudEvent we take. */
export function buildPingSource(options: InstallOptions): PingSource {
  return {
    apiVersion: 'sources.knative.dev/v1',
    kind: 'PingSource',
    metadata: buildMetadata(nameOf('tick'), 'tick', options),
    spec: {
      schedule: options.tickSchedule,
      contentType: 'application/json',
      data: '{}',
      sink: brokerSink,
    },
  };
}
