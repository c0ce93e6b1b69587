export {createImages} from './create-images.ts';
export {formatReference, parseReference} from './reference.ts';
export type {
  HeldImage,
  Images,
  ImagesOptions,
  SimulatedImage,
} from './types.ts';
export {buildDigest, failingTags} from './undeclared-image.ts';
