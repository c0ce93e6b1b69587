import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {until} from '../../../support/until.ts';
import {type PullerView, viewPuller} from '../../functions/index.ts';
import type {LiveKnative} from '../start.ts';

/**
 * How long a start from zero, or an end after the last request, may take on a busy machine, in milliseconds: a minute for
 * the end, and another one where a tick comes in between.
 */
export const patience = 240_000;

/** A puller on a live Knative. */
export interface LivePuller extends PullerView {
  /** Writes a list of the registry's images; they are called as their containers are. */
  write(images: readonly string[]): Promise<void>;
  /** The same; milliseconds until the DaemonSet has these and no others. */
  timeEdit(images: readonly string[], deadline?: number): Promise<number>;
  /** Waits until the DaemonSet's pods are as it wants them: nothing more is told of it then. */
  untilRolledOut(): Promise<void>;
  /** Of the DaemonSet as it is now, in the order of the ConfigMap. */
  readImages(): Promise<readonly string[]>;
  /** What its pods hold on the node, by the names of the containers. */
  readHeld(): readonly string[];
}

/**
 * Looks at a puller, whose ConfigMap and DaemonSet have the same name.
 *
 * @param state what a message has beside the puller's own Events, where a wait is in vain
 */
export function viewLivePuller(
  {cluster, node, registry}: LiveKnative,
  namespace: string,
  name: string,
  state: () => unknown,
): LivePuller {
  const view = viewPuller(cluster.admin, namespace, name, name);
  const readImages = async () =>
    (await view.readDaemonSet())?.spec?.template.spec?.containers.map(container => container.name) ?? [];
  const write = (images: readonly string[]) =>
    view.edit({DAEMONSET_NAME: name, IMAGES: images.map(image => `${image}=${registry.host}/${image}:1`).join('; ')});
  return {
    ...view,
    write,
    readImages,
    async timeEdit(images, deadline = patience) {
      const begun = performance.now();
      await write(images);
      await until(
        async () => (await readImages()).join() === images.join(),
        async () => ({wanted: images, images: await readImages(), story: await view.readStory(), more: await state()}),
        deadline,
      );
      return performance.now() - begun;
    },
    untilRolledOut: () =>
      until(
        async () => isRolledOut(await view.readDaemonSet()),
        async () => ({status: (await view.readDaemonSet())?.status, story: await view.readStory()}),
        patience,
      ),
    readHeld: () =>
      node
        .readContainers()
        .filter(container => container.namespace === namespace && container.pod.startsWith(`${name}-`))
        .map(container => container.name)
        .toSorted(),
  };
}

const isRolledOut = ({metadata, status}: Partial<Live<DaemonSet>> = {}): boolean =>
  status?.observedGeneration === metadata?.generation &&
  status?.updatedNumberScheduled === status?.desiredNumberScheduled &&
  status?.numberAvailable === status?.desiredNumberScheduled;
