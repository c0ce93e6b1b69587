/** What this release is and what its images are called. They are not published yet; an install names its own. */
export const release = {
  version: '0.1.0',
  functionsImage: 'quay.io/kubernetes-image-puller/functions:0.1.0',
  sleepImage: 'quay.io/kubernetes-image-puller/sleep:0.1.0',
} as const;
