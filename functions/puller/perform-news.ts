import type {EventType} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import {joinNotes, type News, type Patch} from '@image-puller/shared/plan';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {ApiError} from '../cluster/index.ts';
import type {Context} from '../step.ts';
import {tell} from './tell.ts';

/** What is told of a puller, noted on its DaemonSets and rung for. */
interface Findings {
  readonly configMap: Live<ConfigMap>;
  readonly news: readonly News[];
  readonly rings?: readonly EventType[];
}

/**
 * Tells what there is to tell, then writes what is to be noted, each DaemonSet once, then rings and publishes.
 *
 * What can't be told keeps its own notes from being written, and what can't be noted is not published: the next look finds it again.
 * It stops nothing else. Whatever fails, what is due is rung for; then the first failure is thrown.
 */
export async function performNews({configMap, news, rings = []}: Findings, context: Context): Promise<void> {
  const {publish, cluster} = context;
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failures.push(error);
      return false;
    }
  };
  const told: News[] = [];
  for (const one of news) if (await attempt(() => tell(configMap, one.told, context))) told.push(one);
  const unnoted = new Set<string>();
  for (const patch of joinNotes(told.flatMap(({notes}) => notes)))
    if (!(await attempt(() => write(patch, context)))) unnoted.add(patch.daemonSet.metadata.uid);
  const noted = told.filter(({notes}) => !notes.some(({daemonSet}) => unnoted.has(daemonSet.metadata.uid)));
  const puller = {namespace: cluster.namespace, name: configMap.metadata.name};
  for (const type of rings) publish({type, puller});
  for (const announcement of noted.flatMap(({announcements}) => announcements)) publish(announcement);
  if (failures.length > 0) throw failures[0];
}

const write = ({daemonSet: {metadata}, annotations, isGuarded}: Patch, {cluster}: Context) =>
  cluster.patchDaemonSet(
    metadata.name,
    {uid: metadata.uid, ...(isGuarded && {resourceVersion: metadata.resourceVersion})},
    {annotations},
  );
