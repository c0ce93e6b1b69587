import type {ControlPlane} from '../control-plane/index.ts';

/** Who asks for DaemonSets, by their ServiceAccounts. */
const accounts = {'Go puller': /:k8s-image-puller$/, functions: /:image-puller(-[a-z]+)?$/} as const;

/** Reads are asked for with `get`, `list` and `watch`. */
const isRead = (verb: string): boolean => ['get', 'list', 'watch'].includes(verb);

/**
 * What somebody asked of the DaemonSets of a namespace so far, and the status that was answered, oldest first: such as
 * `create 201`. Dry runs are left out.
 */
export async function readRequests(
  cluster: ControlPlane,
  namespace: string,
  who: keyof typeof accounts,
  what: 'all' | 'writes' = 'writes',
): Promise<readonly string[]> {
  return (await cluster.readAudit())
    .filter(
      entry =>
        entry.resource === 'daemonsets' &&
        entry.namespace === namespace &&
        accounts[who].test(entry.user) &&
        !entry.dryRun &&
        (what === 'all' || !isRead(entry.verb)),
    )
    .map(({verb, status}) => `${verb} ${status}`);
}

/**
 * Those of them by which something was wanted of the spec, and was done. A refusal because the status had moved meanwhile
 * is the API server's way to ask for it once more; what is noted of images is patched.
 */
export const findSpecWrites = (requests: readonly string[]): readonly string[] =>
  requests.filter(request => /^(create|update|delete) 20/.test(request));
