import {labelValueLength, managedByLabel, partOfLabel, shortenName} from '../names/index.ts';

/** Labels of a DaemonSet or of its pods. */
export type Labels = Readonly<Record<string, string>>;

/**
 * What a new DaemonSet selects its pods by. The instance is unique to the DaemonSet in its namespace, where the Go
 * puller gave every DaemonSet the same pair, so that two of them count each other's pods.
 */
export const buildSelector = (daemonSetName: string): Labels => ({
  'app.kubernetes.io/name': 'kubernetes-image-puller',
  'app.kubernetes.io/instance': shortenName(daemonSetName, labelValueLength),
});

/** The labels on the DaemonSet and, with its selector, on its pods. */
export const buildLabels = (selector: Labels): Labels => ({
  'app.kubernetes.io/component': 'image-holder',
  [partOfLabel.key]: partOfLabel.value,
  [managedByLabel.key]: managedByLabel.value,
  ...selector,
});
