import {objectMeta} from './meta.ts';
import {always, boolean, bytes, keepsZero, map, string, struct} from './notation.ts';

// ConfigMap, v1.

export const configMap = struct({
  metadata: always(objectMeta),
  immutable: keepsZero(boolean),
  data: map(string),
  binaryData: map(bytes),
});
