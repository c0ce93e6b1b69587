import type {Live} from '@image-puller/shared/live';
import type {ExecutionContext} from 'ava';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';

/** What the server says of every object it stores. */
export interface Identity {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
}

/** The identity of an object, which is well-formed; for the comparison with the object as a whole. */
export function identityOf(t: ExecutionContext, {metadata}: Live<{metadata?: ObjectMeta}>): Identity {
  const {uid, resourceVersion, creationTimestamp = ''} = metadata;
  t.regex(uid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  t.regex(resourceVersion, /^\d+$/);
  t.regex(creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  return {uid, resourceVersion, creationTimestamp};
}

/** Which version of which spec an object is at. */
export const versionOf = ({metadata: {resourceVersion, generation}}: Live<{metadata?: ObjectMeta}>) => ({
  resourceVersion,
  generation,
});
