import {release} from '@image-puller/shared/release';
import {type Parameter, refer} from './template.ts';

export const serviceAccountName: Parameter = {
  name: 'SERVICEACCOUNT_NAME',
  description: 'The ServiceAccount that the puller runs as',
  value: 'k8s-image-puller',
};

export const image: Parameter = {
  name: 'IMAGE',
  description: "The functions' image, without its tag",
  value: release.functions.repository,
};

export const imageTag: Parameter = {
  name: 'IMAGE_TAG',
  description: "The tag of the functions' image; a digest may follow, 0.1.0@sha256:...",
  value: release.functions.tag,
};

/** The image that two parameters name. */
export const imageReference: string = `${refer(image)}:${refer(imageTag)}`;
