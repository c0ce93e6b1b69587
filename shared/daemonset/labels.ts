import {daemonSetLabel, labelValueLength, managedByLabel, partOfLabel, shortenName} from '../names/index.ts';

/** Labels of a DaemonSet or of its pods. */
export type Labels = Readonly<Record<string, string>>;

/**
 * What a new DaemonSet selects its pods by: a label that nothing else has. The controller of a DaemonSet takes over every pod
 * without a controller that has the labels of its selector, and deletes it where one more is on the node. Labels that charts
 * give to any pod would make it take over theirs.
 */
export const buildSelector = (daemonSetName: string): Labels => ({
  [daemonSetLabel]: shortenName(daemonSetName, labelValueLength),
});

/**
 * What earlier builds selected by. A selector can't be changed, so their DaemonSets keep it. On the pods of new ones these
 * labels are for people.
 */
export const buildFormerSelector = (daemonSetName: string): Labels => ({
  'app.kubernetes.io/name': 'kubernetes-image-puller',
  'app.kubernetes.io/instance': shortenName(daemonSetName, labelValueLength),
});

/**
 * The labels on the DaemonSet and, with its selector, on its pods. Where the selector is an older one, or the Go puller's,
 * they are what they were: one more label would replace all pods.
 */
export const buildLabels = (daemonSetName: string, selector: Labels): Labels => ({
  'app.kubernetes.io/component': 'image-holder',
  [partOfLabel.key]: partOfLabel.value,
  [managedByLabel.key]: managedByLabel.value,
  ...(Object.hasOwn(selector, daemonSetLabel) && buildFormerSelector(daemonSetName)),
  ...selector,
});
