import type {StoredPod} from '@image-puller/embedded-cluster';
import type {Context} from '@image-puller/functions';
import type {ExecutionContext} from 'ava';
import {until} from '../../support/until.ts';
import {namespace, startPuller, type TestPuller} from './puller.ts';

export const open = {type: 'kubernetes-image-puller.phase.open'} as const;
const isolate = {type: 'kubernetes-image-puller.image.isolate'} as const;

/** A puller whose functions have a clock that a test can set ahead. */
export async function startWithClock(t: ExecutionContext, nodes: number, data: Readonly<Record<string, string>>) {
  let ahead = 0;
  const context = (context: Context): Context => ({...context, now: () => new Date(Date.now() + ahead)});
  const puller = await startPuller(t, data, {nodes, context});
  const skip = (minutes: number) => {
    ahead += minutes * 60_000;
  };
  return {...puller, skip};
}

/** Counts how often a node that held an image had no container of it, from now on. */
export function countGaps({embedded: {store}}: TestPuller, container: string): () => number {
  const read = () => {
    const pods = store.list<StoredPod>('Pod', namespace).filter(pod => runs(pod, container));
    return new Set(pods.map(({spec}) => spec?.nodeName));
  };
  let held = read();
  let gaps = 0;
  store.subscribe(() => {
    const now = read();
    gaps += [...held].filter(node => !now.has(node)).length;
    held = now;
  });
  return () => gaps;
}

const runs = ({metadata, status}: StoredPod, container: string): boolean =>
  metadata.deletionTimestamp === undefined &&
  status?.containerStatuses?.some(({name, state}) => name === container && state?.running !== undefined) === true;

/** Rings check, and what it rings, until something is so. */
export async function drive(
  {ring, published, readDaemonSet, readStory, cluster}: TestPuller,
  isSo: () => Promise<boolean>,
): Promise<void> {
  await until(
    async () => {
      const before = published.length;
      await ring('check', open);
      for (const {type} of published.slice(before))
        if (/drifted|isolate/.test(type)) await ring('apply', {type: isolate.type});
      return await isSo();
    },
    async () => ({
      daemonSet: await readDaemonSet(),
      lanes: (await cluster.listDaemonSets()).map(({metadata}) => metadata.name),
      story: await readStory(),
      published: published.slice(-5).map(({type}) => type),
    }),
  );
}
