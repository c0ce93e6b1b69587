import {formatProblem, type Problem, type PullerConfig} from '../config/index.ts';
import {configMapLabel} from '../names/index.ts';
import {formatImages, formatNodes} from './count.ts';
import {declare} from './declare.ts';
import type {Told} from './told.ts';

export const configurationAccepted = declare('ConfigurationAccepted', {
  type: 'Normal',
  happened: 'this edit of the ConfigMap is in force, also if nothing of the DaemonSet had to change',
  remedy: '',
  words: (config: PullerConfig, warnings: readonly Problem[]) => ({
    about: 'the configuration',
    message: `the configuration is in force: ${formatImages(config)}${sayLeftOut(warnings)} in DaemonSet ${config.daemonSetName}, ${sayRefreshed(config)}, at most ${sayLimit(config.rolloutMaxNodes)} at a time`,
  }),
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

export const configurationRejected = declare('ConfigurationRejected', {
  type: 'Warning',
  happened: 'nothing of the configuration is applied. What runs stays as it is',
  remedy: 'fix what the message names; each problem has an Event of its own',
  words: (problem: Problem) => ({message: formatProblem(problem)}),
});

export const configurationWarning = declare('ConfigurationWarning', {
  type: 'Warning',
  happened: 'a part is left out, the rest is applied',
  remedy: 'fix what the message names',
  words: (message: string) => ({message}),
});

/** What is said of a configuration of which parts are left out: every problem of it. */
export const sayWarnings = (warnings: readonly Problem[]): readonly Told[] =>
  warnings.map(problem => configurationWarning.say(formatProblem(problem)));

/** What is said of a configuration that holds nothing usable: every problem of it. */
export const sayRejected = (rejected: {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}): readonly Told[] => [...sayWarnings(rejected.warnings), ...rejected.errors.map(configurationRejected.say)];

export const labelIgnored = declare('LabelIgnored', {
  type: 'Warning',
  happened:
    'the label `kubernetes-image-puller/config` is not exactly `"true"`, so the ConfigMap makes no puller. Reported at the next check',
  remedy: 'the command in the message, or remove the label; `false`, `no`, `off`, `0` are not reported',
  words: (configMap: string, namespace: string, value: string) => ({
    message: `the label ${configMapLabel.key} has the value ${JSON.stringify(value)} and makes no puller: it has to be "${configMapLabel.value}" (kubectl label --overwrite -n ${namespace} configmap ${configMap} ${configMapLabel.key}=${configMapLabel.value})`,
  }),
});
