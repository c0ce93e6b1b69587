import {type Change, kinds, StatusError, type StoredObject} from '../../store/index.ts';
import type {ApiContext} from '../context.ts';
import {type Filter, readFilter} from '../filter.ts';
import {inOrder} from '../list-at.ts';
import {type ApiRequest, readFlag, readInteger} from '../request.ts';
import type {Target} from '../target.ts';

/** One line of a watch. */
export type WatchEvent =
  | {readonly type: Change['type']; readonly object: StoredObject}
  | {readonly type: 'BOOKMARK'; readonly object: Bookmark}
  | {readonly type: 'ERROR'; readonly object: StatusError['status']};

/** Says how far a watch has come, and nothing else. */
export interface Bookmark {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {readonly resourceVersion: string; readonly annotations?: Readonly<Record<string, string>>};
}

/** A watch under way. */
export interface Watch {
  /** Calls back for all that has happened since the start, then for everything new, until `stop`. */
  run(send: (event: WatchEvent) => void, end: () => void): void;
  stop(): void;
}

/** How often an idle watch says how far it has come, in milliseconds; as in Kubernetes. */
const bookmarkInterval = 60_000;

/** How long a watch runs that does not say, in seconds; in Kubernetes between this and twice as long. */
const defaultTimeout = 1800;

/**
 * Prepares a watch of a collection. Without resourceVersion, or with `0`, it starts with all that is there.
 *
 * @throws BadRequest (400) for what is no selector or version; nothing is sent then. A version that is too old is told in
 * the stream.
 */
export function watch({store}: ApiContext, target: Target, {query}: ApiRequest): Watch {
  const filter = readFilter(target, query);
  const from = readFrom(query);
  const bookmarks = readFlag(query, 'allowWatchBookmarks');
  const timeout = (readInteger(query, 'timeoutSeconds') || defaultTimeout) * 1000;
  const {kind} = target.resource;
  const bookmark = (annotations?: Bookmark['metadata']['annotations']): WatchEvent => ({
    type: 'BOOKMARK',
    object: {
      kind,
      apiVersion: kinds[kind].apiVersion,
      metadata: {resourceVersion: store.resourceVersion, ...(annotations && {annotations})},
    },
  });
  let stop = (): void => {};

  return {
    run(send, end) {
      try {
        const earlier = from === undefined ? [] : store.changesSince(from).flatMap(change => select(change, filter));
        const present = from === undefined ? inOrder(store.list(kind)).filter(filter.matches) : [];
        for (const object of present) send({type: 'ADDED', object});
        if (from === undefined && bookmarks) send(bookmark({'k8s.io/initial-events-end': 'true'}));
        for (const event of earlier) send(event);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        send({type: 'ERROR', object: error.status});
        end();
        return;
      }
      const unsubscribe = store.subscribe(change => select(change, filter).forEach(send));
      const ticker = setInterval(() => bookmarks && send(bookmark()), bookmarkInterval);
      const timer = setTimeout(() => {
        if (bookmarks) send(bookmark());
        stop();
        end();
      }, timeout);
      stop = () => {
        unsubscribe();
        clearInterval(ticker);
        clearTimeout(timer);
      };
    },
    stop: () => stop(),
  };
}

/** The version after which changes are asked for; undefined: begin with what is there. */
function readFrom(query: URLSearchParams): string | undefined {
  const given = query.get('resourceVersion') ?? '';
  if (given === '' || given === '0') return undefined;
  if (/^\d+$/.test(given)) return given;
  const quoted = JSON.stringify(given);
  const why = `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
  throw new StatusError(500, '', why);
}

/** A change as those see it who look through a selector: an object can enter and leave their sight. */
function select({type, object, previous}: Change, filter: Filter): readonly WatchEvent[] {
  const was = previous !== undefined && filter.matches(previous);
  const is = type !== 'DELETED' && filter.matches(object);
  if (is) return [{type: was ? 'MODIFIED' : 'ADDED', object}];
  if (!was) return [];
  // It left as it was last seen, at the version at which it left.
  const {resourceVersion} = object.metadata;
  return [{type: 'DELETED', object: {...previous, metadata: {...previous.metadata, resourceVersion}}}];
}
