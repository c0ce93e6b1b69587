import {setTimeout as wait} from 'node:timers/promises';
import type {Live} from '@image-puller/shared/live';
import {pauseBefore} from '../backoff.ts';
import {ApiError, parseApiError} from './api-error.ts';
import {decodeList} from './decode.ts';
import type {Requests} from './requests.ts';
import type {WatchEvent, WatchOptions} from './types.ts';

interface WatchLine<T extends {metadata?: object}> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Live<T>;
}

/** The server ends a watch after this long, so that a connection that died unnoticed is noticed. */
const watchSeconds = 240;
/** A watch of so many milliseconds has lasted. */
const lasting = 1000;
/** Of one line, in characters: etcd takes no object over 1.5 MiB. */
const lineLength = 8 * 1024 * 1024;

/**
 * Lists and watches one collection until `signal` aborts; see `Cluster.watch`.
 *
 * A watch that ends is taken up again at the last version seen (bookmarks keep that one fresh); one whose version has
 * expired (410) begins again with a list. What fails, or ends at once, is tried again after 1 s, doubling up to 30 s.
 */
export async function watchCollection<T extends {metadata?: object}>(
  requests: Requests,
  path: string,
  labelSelector: string,
  onEvent: (event: WatchEvent<T>) => void,
  {
    signal,
    onFailure,
    now = () => performance.now(),
    pause = milliseconds => wait(milliseconds, undefined, {signal}),
  }: WatchOptions,
): Promise<void> {
  let version: string | undefined;
  let retries = 0;
  while (!signal.aborted) {
    const begun = now();
    let failure: unknown;
    try {
      version ??= await list<T>(requests, path, labelSelector, onEvent);
      for await (const {type, object} of watchOnce<T>(requests, path, labelSelector, version, signal)) {
        version = object.metadata.resourceVersion;
        if (type !== 'BOOKMARK') onEvent({type, object});
      }
    } catch (error) {
      if (signal.aborted) return;
      failure = error;
      if (error instanceof ApiError && error.status === 410) version = undefined;
      else onFailure(error instanceof Error ? error : new Error(String(error)));
    }
    // One that lasted is taken up at once; what ends as soon as it begins would be asked for without end.
    if (now() - begun > lasting) {
      retries = 0;
      if (failure === undefined) continue;
    }
    retries++;
    await pause(pauseBefore(retries)).catch(() => undefined);
  }
}

async function* watchOnce<T extends {metadata?: object}>(
  ...[requests, path, labelSelector, version, signal]: Parameters<typeof openWatch>
) {
  for await (const line of readLines(await openWatch(requests, path, labelSelector, version, signal))) {
    const {type, object}: WatchLine<T> = JSON.parse(line);
    if (type === 'ERROR') throw parseWatchError(path, object);
    yield {type, object};
  }
}

/** An ERROR's object is a Status: 410 where the version is too old. */
function parseWatchError(path: string, status: object): ApiError {
  const code = 'code' in status && typeof status.code === 'number' ? status.code : 500;
  return parseApiError(`GET ${path}`, code, JSON.stringify(status));
}

async function list<T extends {metadata?: object}>(
  requests: Requests,
  path: string,
  labelSelector: string,
  onEvent: (event: WatchEvent<T>) => void,
): Promise<string> {
  const {metadata, items} = decodeList<T>((await requests.send({method: 'GET', path, query: {labelSelector}})).body);
  for (const object of items) onEvent({type: 'ADDED', object});
  onEvent({type: 'SYNCED'});
  return metadata.resourceVersion;
}

const openWatch = (requests: Requests, path: string, labelSelector: string, version: string, signal: AbortSignal) =>
  requests.stream(
    {
      method: 'GET',
      path,
      query: {
        labelSelector,
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: version,
        timeoutSeconds: String(watchSeconds),
      },
    },
    AbortSignal.any([signal, AbortSignal.timeout((watchSeconds + 30) * 1000)]),
  );

async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, {stream: true});
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineLength)
      throw new ApiError('unavailable', `a watch line is longer than ${lineLength} characters`);
    yield* lines.filter(line => line !== '');
  }
}
