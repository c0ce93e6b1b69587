import type {PullerStatus, Status} from '@image-puller/functions';
import type {ImageSummary} from '@image-puller/shared/health';
import {annotations, scoutLabel} from '@image-puller/shared/names';
import type {Pod, PodList} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {applyStandaloneRights, type PullerView, startStandalone, viewPuller} from '../functions/index.ts';
import type {Scope} from '../start.ts';
import type {RunningContainer} from './containers.ts';
import {patience} from './patience.ts';
import type {SharedNode} from './shared-node.ts';

/** On how many nodes an image is held, or fails; what is left out may be any number. */
type NodeCount = Partial<Pick<ImageSummary, 'held' | 'failing'>>;

/** A puller on a real node: the functions in one process, and what they hold. */
export interface NodePuller extends PullerView {
  readonly namespace: string;
  /** What its status page has. */
  readStatus(): Promise<PullerStatus | undefined>;
  /** Waits until the status page has just these images, by name, each on so many nodes. */
  untilImages(counts: Readonly<Record<string, NodeCount>>, deadline?: number): Promise<PullerStatus>;
  /** The pods that hold images, by what the API server has: scouts are left out. */
  readPods(): Promise<readonly Pod[]>;
  /** When it refreshed last, as it has noted. */
  readLastRefresh(): Promise<string | undefined>;
  /** What holds images on the node at this moment, by name. */
  readHolders(): readonly RunningContainer[];
  /** What they did since they were started. */
  readDecisions(): Promise<readonly string[]>;
  /** Starts the functions anew with a clock that is so many hours ahead: they look at everything at once. */
  restart(hoursAhead: number): Promise<void>;
  /** Takes its configuration away, waits until nothing is left of it on the node, and ends the functions. */
  end(): Promise<void>;
}

/**
 * Runs the functions, with the rights that they ask for, in a new namespace that lets in only pods of the `restricted`
 * Pod Security level.
 */
export async function startPuller(
  t: Scope,
  {cluster, node, sleepImage}: SharedNode,
  namespace: string,
): Promise<NodePuller> {
  await applyStandaloneRights(cluster, namespace);
  await cluster.admin.ask('PATCH', `/api/v1/namespaces/${namespace}`, {
    metadata: {labels: {'pod-security.kubernetes.io/enforce': 'restricted'}},
  });
  let functions = await startStandalone(cluster, namespace, {sleepImage});
  t.teardown(() => functions.program.stop());

  const readStatus = async (): Promise<PullerStatus | undefined> => {
    const answer = await fetch(`${functions.url}status.json`);
    const {pullers}: Status = JSON.parse(await answer.text());
    return pullers[0];
  };
  const readHolders = () =>
    node
      .readContainers()
      .filter(container => container.namespace === namespace)
      .toSorted((a, b) => a.name.localeCompare(b.name));
  const view = viewPuller(cluster.admin, namespace);
  const listPods = async () => (await cluster.admin.ask<PodList>('GET', `/api/v1/namespaces/${namespace}/pods`)).items;
  return {
    namespace,
    ...view,
    readPods: async () => (await listPods()).filter(({metadata}) => metadata?.labels?.[scoutLabel] === undefined),
    readLastRefresh: async () => (await view.readDaemonSet())?.metadata.annotations?.[annotations.lastRefresh],
    readStatus,
    async untilImages(counts, deadline = patience) {
      let status: PullerStatus | undefined;
      await until(
        async () => {
          status = await readStatus();
          const {images = []} = status ?? {};
          return (
            Object.keys(counts).length === images.length && images.every(image => matches(image, counts[image.name]))
          );
        },
        async () => ({status, holders: readHolders(), log: (await functions.readLog()).slice(-5)}),
        deadline,
      );
      if (status === undefined) throw new Error('no status');
      return status;
    },
    readHolders,
    async readDecisions() {
      return (await functions.readLog()).map(entry => JSON.stringify(entry));
    },
    async restart(hoursAhead) {
      await functions.program.stop();
      functions = await startStandalone(cluster, namespace, {sleepImage, hoursAhead});
    },
    async end() {
      await view.deleteConfigMap();
      await until(async () => (await listPods()).length === 0, listPods, patience);
      await functions.program.stop();
    },
  };
}

const matches = (image: ImageSummary, expected: NodeCount | undefined): boolean =>
  expected !== undefined &&
  (['held', 'failing'] as const).every(key => expected[key] === undefined || expected[key] === image[key]);
