import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import {annotations, ownPrefix} from '../names/index.ts';
import {filterKeys, parsePodKeys} from './pod-metadata.ts';

/**
 * The body to write over what is there: the built DaemonSet with the version that was read and with what others put on
 * it: labels, annotations and owner references that are not ours, on the DaemonSet and on its pod template. A key of
 * `DAEMONSET_ANNOTATIONS`, `POD_LABELS` or `POD_ANNOTATIONS` that we set before and that has left the configuration goes.
 * Nothing else of spec is kept.
 */
export function carryOver(built: DaemonSet, observed: DaemonSet): DaemonSet {
  const metadata = observed.metadata ?? {};
  const retired = new Set(parseKeys(metadata.annotations?.[annotations.annotationKeys]));
  return {
    ...built,
    metadata: {
      ...keepMetadata(metadata),
      ...built.metadata,
      labels: {...metadata.labels, ...built.metadata?.labels},
      annotations: {
        ...filterKeys(metadata.annotations, key => !retired.has(key)),
        ...built.metadata?.annotations,
      },
      ownerReferences: [
        ...(built.metadata?.ownerReferences ?? []),
        ...(metadata.ownerReferences ?? []).filter(
          ({uid, kind, controller}) => !controller && kind !== 'Deployment' && uid !== findUid(built),
        ),
      ],
    },
    ...(built.spec && {
      spec: {...built.spec, template: carryOverTemplate(built.spec.template, observed)},
    }),
  };
}

/** The owner's. */
const findUid = ({metadata}: DaemonSet): string | undefined => metadata?.ownerReferences?.[0]?.uid;

type Template = NonNullable<DaemonSet['spec']>['template'];

function carryOverTemplate(built: Template, {metadata, spec}: DaemonSet): Template {
  const foreign = spec?.template.metadata ?? {};
  const retired = parsePodKeys(metadata?.annotations?.[annotations.podKeys]);
  const isForeign = (key: string) => !retired.annotations.has(key) && !key.startsWith(ownPrefix);
  const labels = {...filterKeys(foreign.labels, key => !retired.labels.has(key)), ...built.metadata?.labels};
  const kept = {...filterKeys(foreign.annotations, isForeign), ...built.metadata?.annotations};
  return {...built, metadata: {labels, ...(Object.keys(kept).length > 0 && {annotations: kept})}};
}

/** A PUT names the version it is based on; finalizers are others' business. */
const keepMetadata = ({resourceVersion, uid, finalizers}: ObjectMeta): ObjectMeta => ({
  ...(resourceVersion !== undefined && {resourceVersion}),
  ...(uid !== undefined && {uid}),
  ...(finalizers !== undefined && {finalizers}),
});

/** The record of keys is on an object that anyone may edit: what is no array of strings records nothing. */
function parseKeys(text: string | undefined): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(key => typeof key === 'string') : [];
  } catch {
    return [];
  }
}
