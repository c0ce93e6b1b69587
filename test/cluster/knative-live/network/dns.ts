import {spawnSync} from 'node:child_process';
import {Resolver} from 'node:dns/promises';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Service} from 'kubernetes-types/core/v1';
import type {ControlPlane} from '../../control-plane/index.ts';
import {startProgram, untilUp} from '../../programs/index.ts';
import type {Scope} from '../../start.ts';
import {locateTool} from '../../tools/index.ts';

/** The address at which a cluster's names are answered, of the few that Kubernetes gives to no Service by itself. */
export async function findDnsAddress({admin}: ControlPlane): Promise<string> {
  const {spec} = await admin.ask<Service>('GET', '/api/v1/namespaces/default/services/kubernetes');
  return (spec?.clusterIP ?? '').replace(/\d+$/, '10');
}

/** Starts CoreDNS, which answers for the names of a cluster's Services and for no others. */
export async function startDns(t: Scope, cluster: ControlPlane, address: string): Promise<Resolver> {
  const run = (verb: 'add' | 'delete') => spawnSync('ip', ['address', verb, `${address}/32`, 'dev', 'lo']);
  run('add');
  t.teardown(() => void run('delete'));
  const file = join(cluster.directory, 'Corefile');
  const corefile = `.:53 {
  bind ${address}
  errors
  kubernetes cluster.local {
    kubeconfig ${cluster.kubeconfig}
    ttl 0
  }
}
`;
  await writeFile(file, corefile);
  const program = await startProgram({
    name: 'coredns',
    binary: locateTool('coredns'),
    arguments: ['-conf', file],
    log: join(cluster.directory, 'log', 'coredns.log'),
  });
  t.teardown(() => program.stop());
  const resolver = new Resolver({timeout: 2000, tries: 3});
  resolver.setServers([address]);
  await untilUp(program, async () => (await resolver.resolve4('kubernetes.default.svc.cluster.local')).length === 1);
  return resolver;
}
