import {standaloneName} from '@image-puller/knative/resources';
import type {AuditEntry} from '../control-plane/index.ts';

/** How often who asked for what: `apply: create daemonsets` -> 1. What the API server refused has a line of its own. */
export type Requests = ReadonlyMap<string, number>;

/** Counts the requests of an installation's functions. */
export function countRequests(entries: readonly AuditEntry[], namespace: string): Requests {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const account = findAccount(entry, namespace);
    if (account === undefined || account === 'source') continue;
    const key = `${account}: ${describe(entry)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What changed something, of one function: dry runs and what was refused are left out. */
export function pickWrites(requests: Requests, account: string): Readonly<{[what: string]: number}> {
  const pattern = new RegExp(`^${account}: ((?:create|update|patch|delete) [^,(]+)$`);
  return Object.fromEntries(
    [...requests].flatMap(([key, count]) => {
      const what = pattern.exec(key)?.[1];
      return what === undefined ? [] : [[what, count]];
    }),
  );
}

/** How often a function read something, whatever came of it. */
export function countReads(requests: Requests, account: string): number {
  const reads = [...requests].filter(
    ([key]) => key.startsWith(`${account}: get `) || key.startsWith(`${account}: list `),
  );
  return reads.reduce((sum, [, count]) => sum + count, 0);
}

/** `apply` of `system:serviceaccount:<namespace>:image-puller-apply`; `standalone` of the one that is all. */
function findAccount({user}: AuditEntry, namespace: string): string | undefined {
  const one = `system:serviceaccount:${namespace}:${standaloneName}`;
  if (user === one) return 'standalone';
  return user.startsWith(`${one}-`) ? user.slice(one.length + 1) : undefined;
}

function describe({verb, resource, uri, status, dryRun}: AuditEntry): string {
  const what = resource === '' ? uri : resource;
  const page = /[?&]continue=/.test(uri) ? ', a further page' : '';
  const outcome = status >= 200 && status < 300 ? '' : ` (${status})`;
  return `${verb} ${what}${page}${dryRun ? ', dry run' : ''}${outcome}`;
}
