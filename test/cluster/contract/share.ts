import type test from 'ava';
import type {Contract, ContractCluster} from '../../contract/index.ts';
import {type ApiClient, createApiClient} from '../client/index.ts';
import {untilThere} from '../control-plane/index.ts';
import {controlPlane, type Machine} from '../needs.ts';
import {testsSharing} from '../share.ts';
import type {Scope} from '../start.ts';

/**
 * Declares contracts as tests that share a cluster, which starts before the first and ends after the last. Each has a
 * namespace of its own.
 *
 * @param declare how: `test.serial` where they can't run at the same time
 * @param title stands for all of them where no cluster can be had
 * @param start starts the cluster
 * @param open the cluster as a contract sees it, given a client and a namespace that no other contract has
 */
export function testContracts<S extends {readonly admin: ApiClient}, C extends ContractCluster>(
  declare: typeof test | typeof test.serial,
  title: string,
  contracts: readonly Contract<C>[],
  start: (scope: Scope, machine: Machine) => Promise<S>,
  open: (shared: S, client: ApiClient, namespace: string) => C,
): void {
  testsSharing(controlPlane, title, start, shared => {
    let namespaces = 0;
    for (const contract of contracts) {
      declare(contract.title, async t => {
        const {admin} = shared();
        const namespace = `contract-${namespaces++}`;
        const body = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}};
        await admin.ask('POST', '/api/v1/namespaces', body);
        // A client has few connections, and each watch takes one.
        const client = createApiClient(admin.access);
        t.teardown(() => client.close());
        await contract.check(t, open(shared(), client, namespace));
      });
    }
  });
}

/** Waits for what a controller puts into each new namespace, and pods want. */
export const untilUsable = (client: ApiClient, namespace: string): Promise<void> =>
  untilThere(client, `/api/v1/namespaces/${namespace}/serviceaccounts/default`);
