/** A part of the README's table of values. */
export interface Group {
  readonly title: string;
  readonly about: string;
  /** Values at the top of values.yaml; all that is below one of them is in the same group. */
  readonly names: readonly string[];
}

/** Where the README explains which value. One that is in none of them has a group of its own at the end. */
export const groups: readonly Group[] = [
  {
    title: 'What is installed',
    about: 'The way it runs, its images, and its right to see nodes.',
    names: ['mode', 'image', 'sleepImage', 'imagePullSecrets', 'nodeReader'],
  },
  {
    title: 'The puller',
    about:
      'A ConfigMap whose label makes it the configuration of a puller. Each value is a key of it; docs/configuration.md explains the keys. What is JSON there may be written as YAML here. Keys that are empty here are left out.',
    names: ['configMap'],
  },
  {
    title: 'The pods of the functions',
    about: 'In both modes.',
    names: ['podLabels', 'podAnnotations', 'containerSecurityContext'],
  },
  {
    title: 'The Deployment',
    about: 'With `mode: standalone`. With `mode: knative` there is none, and only `deploymentName` has an effect.',
    names: [
      'deploymentName',
      'deploymentAnnotations',
      'serviceAccount',
      'resources',
      'tolerations',
      'nodeSelector',
      'priorityClassName',
      'updateStrategy',
    ],
  },
  {
    title: 'The functions on Knative',
    about: 'With `mode: knative`.',
    names: ['knative'],
  },
];

/** What is in none of them. */
export const others: Omit<Group, 'names'> = {title: 'Other values', about: 'Those that belong to none of these.'};
