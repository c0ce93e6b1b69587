import type {Problem, PullerConfig} from '../config/index.ts';
import {configMapLabel} from '../names/index.ts';
import {formatImages, formatNodes} from './count.ts';
import {type Told, tellProblem} from './told.ts';

/** What is said on a ConfigMap that seems to be meant as a puller's configuration, and is none. */
export const sayLabelIgnored = (configMap: string, namespace: string, value: string): Told => ({
  reason: 'LabelIgnored',
  message: `the label ${configMapLabel.key} has the value ${JSON.stringify(value)} and makes no puller: it has to be "${configMapLabel.value}" (kubectl label --overwrite -n ${namespace} configmap ${configMap} ${configMapLabel.key}=${configMapLabel.value})`,
});

/** What is said of a configuration that holds nothing usable: every problem of it. */
export const sayRejected = (rejected: {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}): readonly Told[] => [
  ...rejected.warnings.map(tellProblem('ConfigurationWarning')),
  ...rejected.errors.map(tellProblem('ConfigurationRejected')),
];

/** What is said of a configuration that is in force from now on: once for each version of the ConfigMap. */
export const sayAccepted = (config: PullerConfig, warnings: readonly Problem[]): Told => ({
  reason: 'ConfigurationAccepted',
  about: 'the configuration',
  message: `the configuration is in force: ${formatImages(config)}${sayLeftOut(warnings)} in DaemonSet ${config.daemonSetName}, ${sayRefreshed(config)}, at most ${sayLimit(config.rolloutMaxNodes)} at a time`,
});

const sayLeftOut = (warnings: readonly Problem[]): string => {
  const entries = warnings.filter(({key, wrong}) => key === 'IMAGES' && wrong.endsWith(': left out')).length;
  return entries === 0 ? '' : ` (${entries} more left out)`;
};

const sayRefreshed = ({refreshPolicy, cachingIntervalHours: hours}: PullerConfig): string =>
  refreshPolicy === 'never'
    ? 'never refreshed (never)'
    : `refreshed every ${hours === 1 ? 'hour' : `${hours} hours`} (${refreshPolicy})`;

const sayLimit = (limit: PullerConfig['rolloutMaxNodes']): string =>
  typeof limit === 'string' ? `${limit} of the nodes` : formatNodes(limit);
