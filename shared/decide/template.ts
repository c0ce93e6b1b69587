import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {PodSpec, PodTemplateSpec} from 'kubernetes-types/core/v1';
import {coversSpec} from './covers.ts';

/** Fields of a pod that the API server gives no default: one that is there and not written goes, and so do the pods. */
const optional = [
  'affinity',
  'imagePullSecrets',
  'priorityClassName',
  'runtimeClassName',
  'serviceAccountName',
  'tolerations',
] as const satisfies readonly (keyof PodSpec)[];

/** Does writing one DaemonSet over another change what its pods are, so that they are replaced? */
export const isOtherTemplate = (written: DaemonSet, there: DaemonSet): boolean =>
  !coversSpec(there.spec?.template, written.spec?.template) || hasMore(there.spec?.template, written.spec?.template);

/** Has what is there something that is not written any more? What the API server adds by itself is not looked at. */
function hasMore(there: Partial<PodTemplateSpec> = {}, written: Partial<PodTemplateSpec> = {}): boolean {
  const [before, after] = [there.spec, written.spec];
  return (
    lacksKey(there.metadata?.labels, written.metadata?.labels) ||
    lacksKey(there.metadata?.annotations, written.metadata?.annotations) ||
    lacksKey(before?.nodeSelector, after?.nodeSelector) ||
    optional.some(field => before?.[field] !== undefined && after?.[field] === undefined)
  );
}

const lacksKey = (before: Readonly<Record<string, string>> = {}, after: Readonly<Record<string, string>> = {}) =>
  Object.keys(before).some(key => !Object.hasOwn(after, key));
