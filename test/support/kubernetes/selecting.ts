import {buildFormerSelector, buildSelector, type Labels} from '@image-puller/shared/daemonset';
import {goPullerSelector} from '@image-puller/shared/names';

/** The pods of an object: its own, where it is one, or those of a template somewhere in it. */
interface Pods {
  /** Such as `Deployment image-puller`. */
  readonly of: string;
  readonly labels: Labels;
}

/** Lists the labels of all pods that objects are, or make. */
export const listPods = (objects: readonly object[]): readonly Pods[] =>
  objects.flatMap(object => {
    const {kind, metadata} = readRecord(object);
    return findMetadata(object).map(({labels}) => ({
      of: `${kind} ${readRecord(metadata).name}`,
      labels: Object.fromEntries(Object.entries(readRecord(labels)).map(([key, value]) => [key, String(value)])),
    }));
  });

/** The metadata of whatever has a spec with containers. */
function findMetadata(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const record = readRecord(value);
  const inner = Object.values(record).flatMap(findMetadata);
  return Array.isArray(readRecord(record.spec).containers) ? [readRecord(record.metadata), ...inner] : inner;
}

/**
 * The selectors by which a DaemonSet of any name takes such a pod for its own: of this version, of earlier ones, of the Go
 * puller. Each holds the name of its DaemonSet, or a text that is as good as that name, so that one of the pod's labels has
 * to be it.
 */
export function findSelectors(labels: Labels): readonly Labels[] {
  const names = [...new Set(Object.values(labels))];
  return [...names.map(buildSelector), ...names.map(buildFormerSelector), goPullerSelector].filter(selector =>
    Object.entries(selector).every(([key, value]) => labels[key] === value),
  );
}

const readRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
