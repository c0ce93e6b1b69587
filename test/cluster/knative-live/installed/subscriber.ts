import {once} from 'node:events';
import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {findPorts} from '../../programs/index.ts';
import type {Scope} from '../../start.ts';
import {sandboxAddress} from '../network/index.ts';
import type {LiveKnative} from '../start.ts';

/** An event that a subscriber got. */
export interface Heard {
  readonly type: string;
  /** `ConfigMap my-images`, say, where it says whom it is about. */
  readonly about: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** Starts a program of a user's own, beside the node: it hears events, and answers or never does. */
export async function startSubscriber(
  t: Scope,
  answers: boolean,
): Promise<{readonly url: string; readonly heard: readonly Heard[]}> {
  const heard: Heard[] = [];
  const silent = new Set<ServerResponse>();
  const server = createServer(({headers}, response) => {
    const {'ce-type': type = '', 'ce-kind': kind = '', 'ce-name': name = ''} = headers;
    heard.push({type: String(type), about: `${kind} ${name}`.trim(), at: Date.now()});
    if (answers) response.writeHead(204).end();
    else silent.add(response);
  });
  t.teardown(() => void server.close().closeAllConnections());
  await once(server.listen(0, sandboxAddress), 'listening');
  const {port} = server.address() as AddressInfo;
  return {url: `http://${sandboxAddress}:${port}/`, heard};
}

/** The address of a program that is down. */
export async function findClosedPort(): Promise<string> {
  const [port] = await findPorts(1);
  return `http://${sandboxAddress}:${port}/`;
}

/**
 * Adds a Trigger of a user's own to the installation of a namespace, and waits until it is Ready.
 *
 * @param type of the events it wants; all unless given
 */
export async function addTrigger(
  {cluster, shell}: LiveKnative,
  namespace: string,
  name: string,
  uri: string,
  type?: string,
): Promise<void> {
  await cluster.admin.ask('POST', `/apis/eventing.knative.dev/v1/namespaces/${namespace}/triggers`, {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: {name},
    spec: {
      broker: 'image-puller',
      ...(type !== undefined && {filters: [{exact: {type}}]}),
      subscriber: {uri},
    },
  });
  await shell(`kubectl wait trigger ${name} -n ${namespace} --for condition=Ready --timeout=60s`);
}
