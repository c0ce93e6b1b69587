import {createInterface} from 'node:readline';
import type {Live} from '@image-puller/shared/live';
import type {ApiClient} from '../client/index.ts';

/** A change of an object that is watched; what was there when the watch began comes as ADDED, too. */
export interface Change<T extends {metadata?: object}> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Live<T>;
}

/** A watch that goes on until it is stopped. */
export interface Watch {
  /** Resolves when nothing is told any more; throws what `onChange` threw, or what broke the watch. */
  stop(): Promise<void>;
}

interface Line<T extends {metadata?: object}> {
  readonly type: Change<T>['type'] | 'ERROR';
  readonly object: Live<T>;
}

/**
 * Lists and watches a collection, every change in its order; resolves when what is there has been told.
 *
 * @param path with its query, if any: `/api/v1/pods?labelSelector=a`
 */
export async function watchObjects<T extends {metadata?: object}>(
  api: ApiClient,
  path: string,
  onChange: (change: Change<T>) => void,
): Promise<Watch> {
  const {items, metadata} = await api.ask<{
    readonly items: readonly Live<T>[];
    readonly metadata: {readonly resourceVersion: string};
  }>('GET', path);
  for (const object of items) onChange({type: 'ADDED', object});

  const stopping = new AbortController();
  let version = metadata.resourceVersion;
  const ended = follow();
  // It is told by stop(); until then nobody listens.
  ended.catch(() => undefined);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await followOnce();
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    }
  }

  /** The API server ends a watch that can't keep up with it; it goes on behind the last change that was told. */
  async function followOnce(): Promise<void> {
    const query = `watch=true&resourceVersion=${version}`;
    const stream = await api.open(`${path}${path.includes('?') ? '&' : '?'}${query}`, stopping.signal);
    for await (const line of createInterface(stream)) {
      const {type, object}: Line<T> = JSON.parse(line);
      if (type === 'ERROR') throw new Error(`the watch of ${path} broke: ${line}`);
      version = object.metadata.resourceVersion;
      onChange({type, object});
    }
  }
}
