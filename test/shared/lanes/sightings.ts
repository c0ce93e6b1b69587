import type {NamedImage} from '@image-puller/shared/config';
import type {NodePods} from '@image-puller/shared/health';
import {placeholder, type SimulatedPod} from './simulated.ts';

/** Nodes on which a container is being pulled that has not failed yet. */
export function countPulling(pods: readonly SimulatedPod[]): number {
  const pulling = pods.filter(
    ({containers, pullPolicy}) =>
      pullPolicy !== 'Never' &&
      [...containers].some(([image, {state}]) => image !== placeholder && state === 'pulling'),
  );
  return new Set(pulling.map(({node}) => node)).size;
}

/**
 * `node image` for each that is held as the design counts it, by the pods of one of the DaemonSets. Not by `isHeld`, which the
 * decisions go by: it is a witness.
 */
export const listHeld = (images: readonly NamedImage[], views: readonly NodePods[]): ReadonlySet<string> =>
  new Set(
    images.flatMap(({image}) =>
      views.flatMap(view =>
        [...view]
          .filter(([, pods]) =>
            pods.some(
              (pod, index) =>
                (index === 0 || pod === pods.find(({ready}) => ready)) &&
                pod.containers.some(one => one.image === image && one.state === 'running'),
            ),
          )
          .map(([node]) => `${node} ${image}`),
      ),
    ),
  );

/** `node image` for each that runs in one of the pods. */
export const listRunning = (pods: readonly SimulatedPod[]): ReadonlySet<string> =>
  new Set(
    pods.flatMap(({node, containers}) =>
      [...containers].filter(([, {state}]) => state === 'running').map(([image]) => `${node.name} ${image}`),
    ),
  );
