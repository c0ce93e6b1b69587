/** What everything of a standalone installation is called. One namespace holds one. */
export const standaloneName = 'image-puller';

/** By which labels the Service finds its pod, and the Deployment its own. */
export const podSelector = {
  'app.kubernetes.io/name': 'kubernetes-image-puller',
  'app.kubernetes.io/component': 'standalone',
} as const;

/** Where the process answers: the port of its container, by this name. */
export const httpPort = {name: 'http', number: 8080} as const;
