import type {Answers, Subjects, What} from '@image-puller/shared/ask';
import {buildScoutLabels} from '@image-puller/shared/scout';
import {ApiError} from '../../cluster/index.ts';
import type {Context} from '../../step.ts';
import {dryRun} from './dry-run.ts';
import {readNodes} from './nodes.ts';
import {readFreed, readPods, readScouts} from './pods.ts';

/** How each question is answered. */
export type Readers = {readonly [W in What]: (about: Subjects[W], context: Context) => Promise<Answers[W]>};

/** What answers each question, by its name: one read, or one list, page by page. */
export const readers: Readers = {
  daemonSets: (_all, {cluster}) => cluster.listDaemonSets(),
  daemonSet: ({name}, {cluster}) => cluster.readDaemonSet(name),
  declaration: ({name}, {cluster}) => cluster.readConfigMap(name),
  nodes: (_all, {cluster}) => readNodes(cluster),
  platform: async (_all, {cluster}) => ({openShift: await cluster.isOpenShift()}),
  priorityClass: async ({name}, {cluster}) =>
    await unlessForbidden(async () => (await cluster.readPriorityClass(name)) ?? 'absent'),
  ownerLives: async ({name, uid: wanted}, {cluster}) => {
    const {uid, deletionTimestamp} = (await cluster.readConfigMap(name))?.metadata ?? {};
    return uid === wanted && deletionTimestamp === undefined;
  },
  installationLives: ({serviceAccount}, {cluster}) => cluster.hasServiceAccount(serviceAccount),
  spec: dryRun,
  pods: (daemonSet, {cluster}) => readPods(daemonSet, cluster),
  freed: (daemonSet, {cluster}) => readFreed(daemonSet, cluster),
  failedCreates: ({metadata: {uid}}, {cluster, warn}) =>
    unlessForbidden(
      () => cluster.listEvents(uid, {reason: 'FailedCreate'}),
      message => warn(`could not find out why pods are missing: ${message}`),
    ),
  podWarnings: ({uid}, {cluster, warn}) =>
    unlessForbidden(
      () => cluster.listEvents(uid, {type: 'Warning'}),
      message => warn(`could not find out why pods do not begin: ${message}`),
    ),
  scouts: ({name, images}, {cluster}) => readScouts(buildScoutLabels(name), images, cluster),
};

/** Where we have no right to know, that is the answer. */
async function unlessForbidden<T>(
  read: () => Promise<T>,
  tell: (message: string) => void = () => {},
): Promise<T | 'forbidden'> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiError) || error.failure !== 'forbidden') throw error;
    tell(error.message);
    return 'forbidden';
  }
}
