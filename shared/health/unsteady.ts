import type {NamedImage} from '../config/index.ts';
import type {PodView} from './pod-view.ts';

/** The kubelet forgets its crash backoff when a container has run for as long, in milliseconds. */
const steadyTime = 10 * 60_000;

/**
 * The names of the images of which some container's run before the present one ended badly a short while ago.
 *
 * @param pods of all DaemonSets of a puller
 */
export function findUnsteady(images: readonly NamedImage[], pods: readonly PodView[], now: Date): ReadonlySet<string> {
  const unsteady = new Set(
    pods.flatMap(({containers}) =>
      containers.flatMap(({image, crashedAt}) =>
        crashedAt !== undefined && Math.abs(now.getTime() - crashedAt) < steadyTime ? image : [],
      ),
    ),
  );
  return new Set(images.flatMap(({name, image}) => (unsteady.has(image) ? name : [])));
}
