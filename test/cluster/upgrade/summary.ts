import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Container} from 'kubernetes-types/core/v1';

/** What of a DaemonSet is somebody's: who made it, who owns it, what it runs. */
export interface Summary {
  readonly uid: string | undefined;
  readonly selector: Readonly<Record<string, string>> | undefined;
  /** Such as `ConfigMap k8s-image-puller`. */
  readonly owners: readonly string[];
  /** Such as `registry.test/kip:next /bin/sh -c ...`. */
  readonly init: string | undefined;
  readonly holders: readonly string[];
}

export function summarize({metadata = {}, spec}: DaemonSet): Summary {
  const {initContainers = [], containers = []} = spec?.template.spec ?? {};
  return {
    uid: metadata.uid,
    selector: spec?.selector.matchLabels,
    owners: (metadata.ownerReferences ?? []).map(({kind, name}) => `${kind} ${name}`),
    init: initContainers.map(describe)[0],
    holders: containers.map(container => `${container.name}: ${describe(container)}`),
  };
}

const describe = ({image, command = [], args = []}: Container): string => [image, ...command, ...args].join(' ');
