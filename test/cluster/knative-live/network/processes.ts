import type {ApiClient} from '../../client/index.ts';

/** The sandbox's own address, at which its pods reach what runs as processes beside them. */
export const sandboxAddress = '10.201.0.1';

/** Lets pods reach the API server by its Service: it runs as a process, of which Kubernetes knows no address. */
export async function publishApiServer(admin: ApiClient): Promise<void> {
  await publishProcess(admin, 'default', 'kubernetes', Number(new URL(admin.access.server).port), 'https');
}

/** Says that a process of this sandbox is what answers for a Service that selects no pods. */
export async function publishProcess(
  admin: ApiClient,
  namespace: string,
  service: string,
  port: number,
  portName: string,
): Promise<void> {
  await admin.ask('POST', `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    metadata: {name: service, labels: {'kubernetes.io/service-name': service}},
    addressType: 'IPv4',
    endpoints: [{addresses: [sandboxAddress], conditions: {ready: true}}],
    ports: [{name: portName, port, protocol: 'TCP'}],
  });
}
