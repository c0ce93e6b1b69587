import {hashText} from '../hash/index.ts';
import {managedByLabel, partOfLabel} from '../names/index.ts';

/** Labels of a DaemonSet or of its pods. */
export type Labels = Readonly<Record<string, string>>;

/** Of a label's value, in characters (Kubernetes: validation.LabelValueMaxLength). */
const labelLength = 63;

/**
 * What a new DaemonSet selects its pods by. The instance is unique to the DaemonSet in its namespace, where the Go
 * puller gave every DaemonSet the same pair, so that two of them count each other's pods.
 */
export const buildSelector = (daemonSetName: string): Labels => ({
  'app.kubernetes.io/name': 'kubernetes-image-puller',
  'app.kubernetes.io/instance': buildInstance(daemonSetName),
});

/** The labels on the DaemonSet and, with its selector, on its pods. */
export const buildLabels = (selector: Labels): Labels => ({
  'app.kubernetes.io/component': 'image-holder',
  [partOfLabel.key]: partOfLabel.value,
  [managedByLabel.key]: managedByLabel.value,
  ...selector,
});

/** A DaemonSet's name may be longer than a label's value: the end of a long one becomes a hash. */
const buildInstance = (name: string): string =>
  name.length <= labelLength ? name : `${name.slice(0, labelLength - 11)}-${hashText(name, 10)}`;
