import type {ControlPlane} from '../control-plane/index.ts';

/** Who asks for DaemonSets, by their ServiceAccounts. */
const accounts = {'Go puller': /:k8s-image-puller$/, functions: /:image-puller-[a-z]+$/} as const;

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
