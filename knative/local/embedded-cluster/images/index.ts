export {createImages} from './create-images.ts';
export {formatReference, parseReference} from './reference.ts';
export type {
  HeldImage,
  ImageRequests,
  Images,
  ImagesOptions,
  NodeImages,
  PullFailure,
  Resolution,
  SimulatedImage,
  StartFailure,
} from './types.ts';
export {buildDigest, failingTags} from './undeclared-image.ts';
