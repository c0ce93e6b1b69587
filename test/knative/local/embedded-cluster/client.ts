import {type EmbeddedCluster, type EmbeddedClusterOptions, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import type {ExecutionContext} from 'ava';

export {buildConfigMap, buildDaemonSet, failure} from '../../../support/kubernetes/index.ts';

/** Time that stands still: ages stay 0, and no controller and no kubelet does anything that takes time. */
export const frozenClock: NonNullable<EmbeddedClusterOptions['clock']> = {
  now: () => Date.UTC(2026, 0, 2),
  schedule: () => () => {},
};

/** One answer of the API, read to its end. */
export interface Answered<T> {
  readonly status: number;
  readonly body: T;
  /** The texts of the `Warning` headers, as sent. */
  readonly warning: string | null;
  readonly headers: Headers;
}

export interface Client {
  readonly cluster: EmbeddedCluster;
  /** A body that is text goes out as it is, anything else as JSON. */
  call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered<T>>;
}

export const configMapsPath = '/api/v1/namespaces/default/configmaps';
export const daemonSetsPath = '/apis/apps/v1/namespaces/default/daemonsets';

/** A cluster of its own for one test, spoken to over HTTP. */
export async function startClient(t: ExecutionContext, options: EmbeddedClusterOptions = {}): Promise<Client> {
  const cluster = await startEmbeddedCluster(options);
  t.teardown(() => cluster.stop());
  return {
    cluster,
    async call<T>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
      const response = await fetch(`${cluster.url}${path}`, {
        method,
        headers: {...(body !== undefined && {'content-type': 'application/json'}), ...headers},
        ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
      });
      const text = await response.text();
      const parsed: T = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
      return {
        status: response.status,
        body: parsed,
        warning: response.headers.get('warning'),
        headers: response.headers,
      };
    },
  };
}

export const mergePatch = {'content-type': 'application/merge-patch+json'};
export const strategicPatch = {'content-type': 'application/strategic-merge-patch+json'};
export const jsonPatch = {'content-type': 'application/json-patch+json'};
