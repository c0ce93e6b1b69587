import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {buildDaemonSet} from '../../support/kubernetes/index.ts';
import {until} from '../../support/until.ts';
import {type ControllerCluster, nodeLabel} from '../contract.ts';
import {speak} from '../support/index.ts';
import {listPods} from './pods.ts';

/** What a holder is called, and its pods carry as the label `app`. */
export const holder = 'holder';

export const goodImages = ['registry.test/a:1', 'registry.test/a:2'] as const;
/** No node can pull these. */
export const badImages = ['registry.test/a:does-not-exist', 'registry.test/b:does-not-exist'] as const;

/** How many nodes a roll may touch at a time, and whether the old pod stays meanwhile. */
export type Strategy = {readonly maxSurge: number | string} | {readonly maxUnavailable: number | string};

/** A DaemonSet of one image, for the nodes of a contract, much as the puller makes it. */
export function buildHolder(
  {namespace}: ControllerCluster,
  image: string,
  {strategy = {maxSurge: 1}, metadata = {}}: {readonly strategy?: Strategy; readonly metadata?: object} = {},
): DaemonSet {
  const podSpec = {
    nodeSelector: {[nodeLabel]: namespace},
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
  };
  const {spec, ...made} = buildDaemonSet(holder, podSpec, {image});
  if (spec === undefined) throw new Error('no spec');
  const rollingUpdate = 'maxSurge' in strategy ? {...strategy, maxUnavailable: 0} : {...strategy, maxSurge: 0};
  return {
    ...made,
    metadata: {...made.metadata, ...metadata},
    spec: {...spec, updateStrategy: {type: 'RollingUpdate', rollingUpdate}},
  };
}

/** Writes a holder: creates it, or changes what is there. */
export async function applyHolder(cluster: ControllerCluster, daemonSet: DaemonSet): Promise<Live<DaemonSet>> {
  const {send, daemonSets} = speak(cluster);
  const replaced = await send<Live<DaemonSet>>('PUT', `${daemonSets}/${holder}`, daemonSet);
  const written = replaced.status === 404 ? await send<Live<DaemonSet>>('POST', daemonSets, daemonSet) : replaced;
  if (written.status >= 300) throw new Error(JSON.stringify(written));
  return written.body;
}

/** The holder as it is now; undefined where it is gone. */
export async function readHolder(cluster: ControllerCluster): Promise<Live<DaemonSet> | undefined> {
  const {send, daemonSets} = speak(cluster);
  const {status, body} = await send<Live<DaemonSet>>('GET', `${daemonSets}/${holder}`);
  return status === 404 ? undefined : body;
}

/** Waits for a status of the holder, which is of its present generation. */
export async function untilStatus(
  cluster: ControllerCluster,
  isSo: (status: NonNullable<DaemonSet['status']>) => boolean,
): Promise<void> {
  await until(
    async () => {
      const {metadata, status} = (await readHolder(cluster)) ?? {};
      return status !== undefined && status.observedGeneration === metadata?.generation && isSo(status);
    },
    async () => ({holder: await readHolder(cluster), pods: await listPods(cluster)}),
    cluster.deadline,
  );
}

/** Waits until each of so many nodes runs one pod, of the present template and Ready. */
export async function untilSettled(cluster: ControllerCluster, nodes: number): Promise<void> {
  await untilStatus(
    cluster,
    ({desiredNumberScheduled, updatedNumberScheduled, numberAvailable, numberMisscheduled}) =>
      desiredNumberScheduled === nodes &&
      updatedNumberScheduled === nodes &&
      numberAvailable === nodes &&
      numberMisscheduled === 0,
  );
  await until(
    async () => (await listPods(cluster)).length === nodes,
    () => listPods(cluster),
    cluster.deadline,
  );
}
