import {annotationKey, type Format} from '../../formats/index.ts';
import {ownPrefix} from '../../names/index.ts';
import {checked, limitBytes, parseJsonBy, stringMap} from '../json/index.ts';
import type {Key} from '../key.ts';

/**
 * The most bytes of names and values: Kubernetes allows 256 KiB (TotalAnnotationSizeLimitB) for all annotations of an
 * object, of which 32 KiB are left for ours.
 */
const most = 224 * 1024;

const foreignKey: Format = {
  called: `an annotation key of yours`,
  matches: key => annotationKey.matches(key) && !key.toLowerCase().startsWith(ownPrefix),
  allowed: `write a key such as example.com/owner; those beginning with ${ownPrefix} are set by the puller`,
};

const reader = checked(stringMap({key: foreignKey, bad: 'is left out'}), limitBytes(most));

/** `DAEMONSET_ANNOTATIONS`: annotations of the DaemonSet. */
export const daemonSetAnnotations: Key<{readonly [name: string]: string}> = {
  name: 'DAEMONSET_ANNOTATIONS',
  default: '{}',
  parse: text => parseJsonBy(text, reader, {}, 'write a JSON object of strings such as {"example.com/owner":"team-a"}'),
  values: 'a JSON object of strings',
  example: '{"example.com/owner":"team-a"}',
  origin: 'Go puller',
  doc: `Annotations of the DaemonSet. Its pods do not get them. If you remove one here, it is removed from the DaemonSet. An entry is left out
with a warning if Kubernetes does not allow it, if its value is not a string, or if its key begins with \`${ownPrefix}\`. The
configuration is rejected if the value is not a JSON object or is larger than 224 KiB.`,
};
