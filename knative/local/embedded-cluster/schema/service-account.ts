import {objectMeta} from './meta.ts';
import {always, boolean, keepsZero, list, string, struct} from './notation.ts';

// ServiceAccount, v1. Nobody can log in as one here: that an installation's is there is all that is asked of it.

export const serviceAccount = struct({
  metadata: always(objectMeta),
  secrets: list(struct({name: string, namespace: string, kind: string, apiVersion: string}), {mergeKey: 'name'}),
  imagePullSecrets: list(struct({name: string}), {mergeKey: 'name'}),
  automountServiceAccountToken: keepsZero(boolean),
});
