import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import type {Scope} from '../../start.ts';
import type {LiveKnative} from '../start.ts';

/** Where nobody listens: what has to be asked there fails with 500. */
export const isDown = 'https://127.0.0.1:1/';

/** A webhook that takes connections, and says nothing: whoever has to ask it waits. */
export async function startSilentWebhook(t: Scope): Promise<{readonly url: string; isAsked(): boolean}> {
  const sockets: Socket[] = [];
  const server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const {port} = server.address() as AddressInfo;
  return {url: `https://127.0.0.1:${port}/`, isAsked: () => sockets.length > 0};
}

/**
 * Lets the API server ask a webhook before it writes the DaemonSet of that name, in that namespace alone.
 *
 * @returns what takes it away again, as the end of the test does
 */
export async function addWebhook(
  t: Scope,
  {cluster, shell}: LiveKnative,
  namespace: string,
  name: string,
  url: string,
): Promise<() => Promise<unknown>> {
  const remove = () => shell(`kubectl delete validatingwebhookconfiguration ${namespace} --ignore-not-found`);
  t.teardown(remove);
  await cluster.admin.ask('POST', '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
    metadata: {name: namespace},
    webhooks: [
      {
        name: 'refuses.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 30,
        clientConfig: {url},
        namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': namespace}},
        matchConditions: [{name: 'this-one', expression: `object.metadata.name == '${name}'`}],
        rules: [
          {apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['daemonsets']},
        ],
      },
    ],
  });
  return remove;
}
