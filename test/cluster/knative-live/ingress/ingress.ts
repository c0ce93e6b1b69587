import type {Resolver} from 'node:dns/promises';
import {once} from 'node:events';
import http, {type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ApiClient} from '../../client/index.ts';
import {watchObjects} from '../../fleet/index.ts';
import type {Scope} from '../../start.ts';
import {publishProcess, sandboxAddress} from '../network/index.ts';
import {readRoutes} from './routes.ts';
import type {KnativeIngress, Route} from './types.ts';

/** By which Knative asks for this ingress, and for no other. */
export const ingressClass = 'tests.ingress.networking.knative.dev';

const namespace = 'ingress-of-the-tests';
const service = 'ingress';
const api = '/apis/networking.internal.knative.dev/v1alpha1';

/**
 * Starts an ingress: what makes the name of a Knative Service lead to the activator or to a revision. Knative has none of
 * its own and lets one choose; this one is the tests', a process of the sandbox and no pod. It follows the Ingress objects
 * of Knative, opens a connection for each request, and knows nothing of TLS, paths or shares.
 */
export async function startIngress(t: Scope, admin: ApiClient, dns: Resolver): Promise<void> {
  const routes = new Map<string, ReadonlyMap<string, Route>>();
  const server = http.createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const route = [...routes.values()].map(hosts => hosts.get(host)).find(found => found !== undefined);
    if (route === undefined) response.writeHead(404).end(`the ingress of the tests knows no ${host}`);
    else void pass(request, response, route, dns);
  });
  // A function may answer after minutes.
  server.requestTimeout = 0;
  t.teardown(() => void server.close().closeAllConnections());
  await once(server.listen(0, sandboxAddress), 'listening');
  const {port} = server.address() as AddressInfo;
  await admin.ask('POST', '/api/v1/namespaces', {metadata: {name: namespace}});
  const ports = [{name: 'http2', port: 80, targetPort: port}];
  await admin.ask('POST', `/api/v1/namespaces/${namespace}/services`, {metadata: {name: service}, spec: {ports}});
  await publishProcess(admin, namespace, service, port, 'http2');

  const watch = await watchObjects<KnativeIngress>(admin, `${api}/ingresses`, ({type, object}) => {
    if (object.metadata.annotations?.['networking.knative.dev/ingress.class'] !== ingressClass) return;
    if (type === 'DELETED') routes.delete(object.metadata.uid);
    else {
      routes.set(object.metadata.uid, readRoutes(object));
      if (object.status?.observedGeneration !== object.metadata.generation) void markReady(admin, object);
    }
  });
  t.teardown(() => watch.stop());
}

/** Says of an Ingress that its hosts are served, by the names that Knative looks for. */
async function markReady(admin: ApiClient, {metadata}: KnativeIngress): Promise<void> {
  const lastTransitionTime = new Date().toISOString().replace(/\.\d+/, '');
  const balancer = {ingress: [{domainInternal: `${service}.${namespace}.svc.cluster.local`}]};
  const status = {
    observedGeneration: metadata.generation,
    conditions: ['LoadBalancerReady', 'NetworkConfigured', 'Ready'].map(type => ({
      type,
      status: 'True',
      lastTransitionTime,
    })),
    publicLoadBalancer: balancer,
    privateLoadBalancer: balancer,
  };
  const path = `${api}/namespaces/${metadata.namespace}/ingresses/${metadata.name}/status`;
  // Where it is gone, or the API server away, the next change of it is marked.
  await admin.call('PATCH', path, {status}).catch(() => undefined);
}

/** As it comes, with the route's headers; 503 where nobody takes it, which is what other ingresses say. */
async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  {host, port, headers}: Route,
  dns: Resolver,
): Promise<void> {
  const fail = () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(503).end();
  };
  const [address] = await dns.resolve4(host).catch(() => []);
  if (address === undefined) return fail();
  const onward = http.request({
    host: address,
    port,
    method: request.method,
    path: request.url,
    headers: {...request.headers, ...headers},
    agent: false,
  });
  onward.on('error', fail).on('response', answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', fail).pipe(response);
  });
  response.on('close', () => onward.destroy());
  request.on('error', () => onward.destroy()).pipe(onward);
}
