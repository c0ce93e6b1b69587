/** The namespace of the tests' installation, and what is in it. */
export const namespace = 'puller';
export const configMapName = 'k8s-image-puller';
export const daemonSetName = 'kubernetes-image-puller';
