import {randomUUID} from 'node:crypto';
import {createInterface} from 'node:readline';
import {setTimeout as wait} from 'node:timers/promises';
import type {ApiServerSource} from '@image-puller/knative/resources';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import type {ApiClient} from '../client/index.ts';

/** Stands in for the adapter of an ApiServerSource. */
export interface Source {
  stop(): Promise<void>;
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
  const watches = await Promise.all(
    source.spec.resources.map(async ({apiVersion, kind, selector}) => {
      const plural = plurals[kind];
      const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
      const path = `${base}/namespaces/${source.metadata.namespace}/${plural}`;
      const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
      const query = `labelSelector=${encodeURIComponent(labels.join(','))}`;
      const {metadata} = await api.ask<{readonly metadata: {readonly resourceVersion: string}}>(
        'GET',
        `${path}?${query}`,
      );
      const ended = follow(
        `${path}?${query}&watch=true&allowWatchBookmarks=true`,
        metadata.resourceVersion,
        ({type, metadata}) =>
          sendReference(sink, {apiVersion, kind, plural: plural ?? '', type, metadata, server: api.access.server}),
      );
      // Wrapped: resolved is what has begun, not what has ended.
      return {ended};
    }),
  );

  async function follow(
    path: string,
    from: string,
    tell: (change: {readonly type: keyof typeof events; readonly metadata: ObjectMeta}) => Promise<void>,
  ): Promise<void> {
    let version = from;
    while (!stopping.signal.aborted) {
      try {
        const stream = await api.open(`${path}&resourceVersion=${version}`, stopping.signal);
        for await (const line of createInterface(stream)) {
          const {type, object}: WatchLine = JSON.parse(line);
          if (type === 'ERROR') throw new Error(`the watch broke: ${line}`);
          version = object.metadata.resourceVersion ?? version;
          if (type !== 'BOOKMARK') await tell({type, metadata: object.metadata});
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        // An API server that restarts: what changes meanwhile is caught up with by the version.
        await wait(200, undefined, {signal: stopping.signal}).catch(() => undefined);
        if (error instanceof SyntaxError) throw error;
      }
    }
  }

  return {
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
