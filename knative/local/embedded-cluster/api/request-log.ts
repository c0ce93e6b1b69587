/** One request as it was served. */
export interface ServedRequest {
  readonly method: string;
  /** The path with its query. */
  readonly url: string;
  /** The verb of Kubernetes' own audit log and rules: `list` and not GET. */
  readonly verb: Verb;
  /** The plural resource, such as `daemonsets`; undefined for discovery and the like. */
  readonly resource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly dryRun: boolean;
  readonly userAgent: string;
}

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'other';

const writing: readonly Verb[] = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** Whether a request is a write: one that changes, and is no dry run. */
function isWrite({verb, dryRun}: ServedRequest): boolean {
  return writing.includes(verb) && !dryRun;
}

/** The requests that came in, for those who have to prove how few they are. */
export interface RequestLog {
  /** All requests since the start or the last `clear`, oldest first. */
  all(): readonly ServedRequest[];
  /** Those that write. */
  writes(): readonly ServedRequest[];
  /** How many there were of each verb and resource, such as `{'get daemonsets': 2}`; dry runs as `update daemonsets (dry run)`. */
  counts(): Readonly<Record<string, number>>;
  clear(): void;
}

/** @param size How many requests are remembered; older ones are forgotten. */
export function createRequestLog(size: number): RequestLog & {add(request: ServedRequest): void} {
  let requests: ServedRequest[] = [];
  return {
    add(request) {
      requests.push(request);
      if (requests.length > size * 1.5) requests = requests.slice(-size);
    },
    all: () => [...requests],
    writes: () => requests.filter(isWrite),
    counts() {
      const counts: Record<string, number> = {};
      for (const {verb, resource, dryRun, url} of requests) {
        const what = `${verb} ${resource ?? url}${dryRun ? ' (dry run)' : ''}`;
        counts[what] = (counts[what] ?? 0) + 1;
      }
      return counts;
    },
    clear() {
      requests = [];
    },
  };
}
