import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {connect, createServer, type Server, type Socket} from 'node:net';
import type {Service} from 'kubernetes-types/core/v1';
import type {EndpointSlice} from 'kubernetes-types/discovery/v1';
import type {ControlPlane} from '../control-plane/index.ts';
import type {Scope} from '../start.ts';

/** Where a connection to a Service ends. */
interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** How long a connection may be quiet, in milliseconds: longer than a watch is. */
const quietDeadline = 600_000;

/**
 * Plays kube-proxy for one Service, for a test or a file: gives this network the Service's address, and relays what
 * comes to its first port. What lets pods reach the API server is `default/kubernetes`.
 */
export async function startServiceAddress(
  t: Scope,
  cluster: ControlPlane,
  {namespace, name} = {namespace: 'default', name: 'kubernetes'},
): Promise<void> {
  const {spec = {}} = await cluster.admin.ask<Service>('GET', `/api/v1/namespaces/${namespace}/services/${name}`);
  const {clusterIP = ''} = spec;
  const api = new URL(cluster.admin.access.server);
  const find =
    namespace === 'default' && name === 'kubernetes'
      ? async () => ({host: api.hostname, port: Number(api.port)})
      : () => findEndpoint(cluster, namespace, name);
  run('add', clusterIP);
  t.teardown(() => run('delete', clusterIP));
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    void relay(socket, find);
  });
  t.teardown(() => close(server, sockets));
  server.listen({host: clusterIP, port: spec.ports?.[0]?.port});
  await once(server, 'listening');
}

async function relay(socket: Socket, find: () => Promise<Endpoint | undefined>): Promise<void> {
  socket.setTimeout(quietDeadline, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  const endpoint = await find().catch(() => undefined);
  // As where a Service has nobody behind it.
  if (endpoint === undefined) return void socket.resetAndDestroy();
  const other = connect(endpoint);
  other.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('close', () => other.destroy());
  socket.pipe(other).pipe(socket);
}

async function findEndpoint(cluster: ControlPlane, namespace: string, name: string): Promise<Endpoint | undefined> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const {items} = await cluster.admin.ask<{readonly items: readonly EndpointSlice[]}>(
    'GET',
    `${path}?labelSelector=kubernetes.io%2Fservice-name%3D${name}`,
  );
  const found = items.flatMap(({endpoints, ports}) =>
    endpoints
      .filter(({conditions}) => conditions?.ready === true)
      .flatMap(({addresses: [host]}) => (host === undefined ? [] : [{host, port: ports?.[0]?.port ?? 0}])),
  );
  return found[0];
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  server.close();
  for (const socket of sockets) socket.destroy();
  await once(server, 'close');
}

function run(verb: 'add' | 'delete', address: string): void {
  const {status, stderr} = spawnSync('ip', ['address', verb, `${address}/32`, 'dev', 'lo'], {encoding: 'utf8'});
  if (status !== 0) throw new Error(`ip address ${verb} ${address}: ${stderr}`);
}
