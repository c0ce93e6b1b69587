import {createInterface} from 'node:readline';
import {setTimeout as wait} from 'node:timers/promises';
import type {DaemonSet, Deployment} from 'kubernetes-types/apps/v1';
import type {ApiClient} from '../../client/index.ts';

/** What the Go puller goes by. */
export interface GoPullerOptions {
  readonly api: ApiClient;
  readonly namespace: string;
  /** The Deployment that it is a pod of: it becomes the owner. */
  readonly deployment: string;
  /** What it makes of its ConfigMap, without an owner. */
  readonly daemonSet: DaemonSet;
  /** Between two refreshes, in milliseconds. */
  readonly interval: number;
  /** By how much what it asks to be created comes late, in milliseconds: a slow network, or a busy API server. */
  readonly delay: number;
  /** Resolves when it gets SIGTERM. */
  readonly terminated: Promise<void>;
  readonly log: (line: string) => void;
}

interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'ERROR';
  readonly object: DaemonSet;
}

/** The binary's own name, which client-go puts first; the functions call themselves the same. */
const headers = {'user-agent': 'kubernetes-image-puller/v0.0.0 (linux/amd64) kubernetes/$Format'};

/**
 * Does what the Go puller does (its pkg/single-cluster/puller.go and utils/): at its start, and at every interval, it
 * deletes its DaemonSet by name and creates it anew; at SIGTERM it deletes it. While it waits for a deletion or for
 * readiness, with no time limit, it does not listen to SIGTERM.
 *
 * Whatever it is refused ends it: throws what it would have said.
 */
export async function runGoPuller({
  api,
  namespace,
  deployment,
  daemonSet,
  interval,
  delay,
  terminated,
  log,
}: GoPullerOptions): Promise<void> {
  const name = daemonSet.metadata?.name ?? '';
  const daemonSets = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
  const ask = async <T = unknown>(what: string, method: string, path: string, body?: unknown) => {
    const answer = await api.call<T & {readonly message?: string}>(method, path, body, headers);
    if (answer.status >= 300 && answer.status !== 404) throw new Error(`${what}: ${answer.body.message}`);
    return answer;
  };
  /** Watches from before it begins something, until a change says that it is over. */
  const watchWhile = async (begin: () => Promise<unknown>, isOver: (change: Change) => boolean) => {
    const path = `${daemonSets}?watch=true&fieldSelector=metadata.name%3D${name}`;
    const stream = await api.open(path, new AbortController().signal);
    try {
      if (stream.statusCode !== 200) throw new Error(`Failed to set up watch on daemonsets: ${stream.statusCode}`);
      await begin();
      for await (const line of createInterface(stream)) if (isOver(JSON.parse(line))) return;
      throw new Error('Watch closed');
    } finally {
      stream.destroy();
    }
  };

  const deleteIfThere = async () => {
    const {status} = await ask('Error getting daemonset', 'GET', `${daemonSets}/${name}`);
    if (status === 404) return;
    const options = {propagationPolicy: 'Foreground'};
    await watchWhile(
      () => ask('Failed to delete daemonset', 'DELETE', `${daemonSets}/${name}`, options),
      ({type}) => type === 'DELETED',
    );
    log('Deleted daemonset');
  };
  const create = async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`;
    const {status, body} = await ask<Deployment>('Failed to get Deployment', 'GET', path);
    if (status === 404) throw new Error('Failed to get Deployment: not found');
    const owner = {apiVersion: 'apps/v1', kind: 'Deployment', name: deployment, uid: body.metadata?.uid};
    const owned = {...daemonSet, metadata: {...daemonSet.metadata, ownerReferences: [owner]}};
    await wait(delay);
    await watchWhile(
      () => ask('Failed to create daemonset', 'POST', daemonSets, owned),
      ({type, object: {status}}) => {
        if (type === 'DELETED' || type === 'ERROR') throw new Error(`Error waiting for daemonset to be ready: ${type}`);
        return type === 'MODIFIED' && status?.numberReady === status?.desiredNumberScheduled;
      },
    );
    log('Daemonset ready');
  };

  await deleteIfThere();
  await create();
  for (;;) {
    if ((await Promise.race([terminated, wait(interval, 'interval')])) !== 'interval') break;
    await deleteIfThere();
    await create();
  }
  log('Received SIGTERM, deleting daemonset');
  await deleteIfThere();
  log('Shutting down cleanly');
}
