import type {ContainerStatus, PodSpec, PodStatus} from 'kubernetes-types/core/v1';
import {initContainerName} from '../names/index.ts';
import {toOneLine} from '../text/index.ts';
import {describeEnd, findFailure} from './container-view.ts';

/** A container that admission put into a pod of ours, as a mesh does, and that keeps it from being Ready. */
export interface ForeignContainer {
  readonly name: string;
  /** Why it can't be pulled or started, or how it ended; undefined where it is only not ready. */
  readonly failure: string | undefined;
}

/**
 * The containers of a pod that are none of ours and not ready: those beside ours, and sidecars, which are init containers
 * that go on running. Other init containers keep ours from starting, and are seen by that.
 *
 * @param isOurs by name
 */
export function findForeign(
  {containers = [], initContainers = []}: Partial<PodSpec>,
  {containerStatuses = [], initContainerStatuses = []}: PodStatus,
  isOurs: (name: string) => boolean,
): readonly ForeignContainer[] {
  const sidecars = initContainers.filter(
    ({name, restartPolicy}) => restartPolicy === 'Always' && name !== initContainerName,
  );
  const statuses = new Map<string, ContainerStatus>();
  for (const status of [...initContainerStatuses, ...containerStatuses]) statuses.set(status.name, status);
  return [...sidecars, ...containers]
    .filter(({name}) => !isOurs(name))
    .flatMap(({name}) => {
      const status = statuses.get(name);
      return status?.ready ? [] : [{name, failure: findFailure(status) ?? findEnd(status)}];
    });
}

/** It is to run for as long as the pod does: of a sidecar that ends well the kubelet says no more than that, however often. */
function findEnd({state}: Partial<ContainerStatus> = {}): string | undefined {
  return state?.terminated && describeEnd(state.terminated);
}

/** Such as `container istio-proxy: not found: ErrImagePull: ...`. */
export const describeForeign = ({name, failure}: ForeignContainer): string =>
  toOneLine(`container ${name}: ${failure ?? 'is not ready'}`, 300);
