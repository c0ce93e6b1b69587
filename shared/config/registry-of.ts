import type {NamedImage} from './types.ts';
import {parseImageReference} from './values/index.ts';

/** The registry of an image, with its port. */
export function registryOf({image}: NamedImage): string {
  const reference = parseImageReference(image);
  return 'wrong' in reference ? '' : reference.registry;
}
