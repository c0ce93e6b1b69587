import {randomUUID} from 'node:crypto';
import {createInterface} from 'node:readline';
import {setTimeout as wait} from 'node:timers/promises';
import type {ApiServerSource} from '@image-puller/knative/resources';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import type {ApiClient} from '../client/index.ts';

/** Stands in for the adapter of an ApiServerSource. */
export interface Source {
  /** The last change that has been sent, by the kind of its object: its resourceVersion. */
  readonly sent: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

interface List {
  readonly metadata: {readonly resourceVersion: string};
}

interface WatchLine {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: {readonly metadata: ObjectMeta};
}

const events = {ADDED: 'add', MODIFIED: 'update', DELETED: 'delete'} as const;
const plurals: Readonly<Record<string, string>> = {ConfigMap: 'configmaps', DaemonSet: 'daemonsets'};

/**
 * Watches what the source's object says, as its ServiceAccount, and sends a reference for each change to the sink. As
 * the real adapter was seen to do, it sends nothing for what existed when it started.
 *
 * Resolves when it watches.
 */
export async function startSource(source: ApiServerSource, api: ApiClient, sink: string): Promise<Source> {
  const stopping = new AbortController();
  const sent = new Map<string, string>();
  const begun = Promise.all(
    source.spec.resources.map(async ({apiVersion, kind, selector}) => {
      const plural = plurals[kind];
      const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
      const path = `${base}/namespaces/${source.metadata.namespace}/${plural}`;
      const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
      const query = `labelSelector=${encodeURIComponent(labels.join(','))}`;
      const list = async () => {
        const {metadata} = await api.ask<List>('GET', `${path}?${query}`);
        return metadata.resourceVersion;
      };
      const ended = follow(`${path}?${query}`, list, await list(), async ({type, metadata}) => {
        await sendReference(sink, {apiVersion, kind, plural: plural ?? '', type, metadata, server: api.access.server});
        sent.set(kind, metadata.resourceVersion ?? '');
      });
      // Wrapped: resolved is what has begun, not what has ended.
      return {ended};
    }),
  );
  const watches = await begun.catch(error => {
    // Where one is refused, the others have begun.
    stopping.abort();
    throw error;
  });

  async function follow(
    path: string,
    list: () => Promise<string>,
    from: string,
    tell: (change: {readonly type: keyof typeof events; readonly metadata: ObjectMeta}) => Promise<void>,
  ): Promise<void> {
    let version = from;
    while (!stopping.signal.aborted) {
      try {
        const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${version}`;
        const stream = await api.open(`${path}&${query}`, stopping.signal);
        for await (const line of createInterface(stream)) {
          const {type, object}: WatchLine = JSON.parse(line);
          // Too old a version: what changed meanwhile is lost, as it is to the real adapter.
          version = type === 'ERROR' ? await list() : (object.metadata.resourceVersion ?? version);
          if (type === 'ERROR') break;
          if (type !== 'BOOKMARK') await tell({type, metadata: object.metadata});
        }
      } catch {
        // An API server that restarts, or a line that it cut short: what changes meanwhile is caught up with by the version.
        await wait(200, undefined, {signal: stopping.signal}).catch(() => undefined);
      }
    }
  }

  return {
    sent,
    async stop() {
      stopping.abort();
      await Promise.all(watches.map(({ended}) => ended));
    },
  };
}

interface Change {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly type: keyof typeof events;
  readonly metadata: ObjectMeta;
  readonly server: string;
}

async function sendReference(
  sink: string,
  {apiVersion, kind, plural, type, metadata: {name = '', namespace = ''}, server}: Change,
): Promise<void> {
  const response = await fetch(sink, {
    method: 'POST',
    headers: {
      'ce-specversion': '1.0',
      'ce-id': randomUUID(),
      'ce-source': server,
      'ce-type': `dev.knative.apiserver.ref.${events[type]}`,
      'ce-time': new Date().toISOString(),
      'ce-subject': `/apis/${apiVersion}/namespaces/${namespace}/${plural}/${name}`,
      'ce-apiversion': apiVersion,
      'ce-kind': kind,
      'ce-namespace': namespace,
      'ce-name': name,
      'content-type': 'application/json',
    },
    body: JSON.stringify({kind, namespace, name, apiVersion}),
  });
  await response.arrayBuffer();
}

/** Sends what a PingSource sends when its schedule says so. */
export async function sendTick(sink: string, namespace: string): Promise<void> {
  const response = await fetch(sink, {
    method: 'POST',
    headers: {
      'ce-specversion': '1.0',
      'ce-id': randomUUID(),
      'ce-source': `/apis/v1/namespaces/${namespace}/pingsources/image-puller-tick`,
      'ce-type': 'dev.knative.sources.ping',
      'ce-time': new Date().toISOString(),
      'content-type': 'application/json',
    },
    body: '{}',
  });
  await response.arrayBuffer();
}
