import type {ContainerState, Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import type {ApiClient} from '../client/index.ts';
import type {Credentials, Registry} from '../registry/index.ts';
import {patience} from './patience.ts';

/** How a user's pod with one container fares: it runs, or why it does not, in the kubelet's words. */
export type Fate = 'runs' | `${string}: ${string}`;

export interface UserPod {
  readonly name: string;
  readonly image: string;
  /** The Secret that it pulls with. */
  readonly secret?: string;
  readonly runAsNonRoot?: boolean;
  /** Where the scheduler is not to choose. */
  readonly node?: string;
  /** `IfNotPresent` unless given. */
  readonly pullPolicy?: string;
}

/** Makes a pod of a user's, and waits until it runs or is told why it can't. */
export async function tryPod(api: ApiClient, namespace: string, pod: UserPod): Promise<Fate> {
  const {name, image, secret, node, runAsNonRoot = false, pullPolicy = 'IfNotPresent'} = pod;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await api.ask('POST', pods, {
    metadata: {name},
    spec: {
      containers: [{name: 'main', image, imagePullPolicy: pullPolicy}],
      securityContext: {runAsNonRoot},
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      ...(node !== undefined && {nodeName: node}),
      ...(secret !== undefined && {imagePullSecrets: [{name: secret}]}),
    },
  });
  let fate: Fate | undefined;
  await until(
    async () => {
      const {status} = await api.ask<Pod>('GET', `${pods}/${name}`);
      fate = readFate(status?.containerStatuses?.[0]?.state);
      return fate !== undefined;
    },
    () => api.ask('GET', `${pods}/${name}`),
    patience,
  );
  return fate ?? 'runs';
}

function readFate({running, waiting}: ContainerState = {}): Fate | undefined {
  if (running !== undefined) return 'runs';
  // Before it is tried, it is ContainerCreating without a message.
  return waiting?.message === undefined ? undefined : `${waiting.reason}: ${waiting.message}`;
}

/** Deletes a pod, and waits until it has gone. */
export async function removePod(api: ApiClient, namespace: string, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  await api.ask('DELETE', path);
  await until(
    async () => (await api.call('GET', path)).status === 404,
    () => api.ask('GET', path),
    patience,
  );
}

/** Writes a Secret that lets pods pull from a registry, over what is there or anew. */
export async function writePullSecret(
  api: ApiClient,
  namespace: string,
  name: string,
  {host}: Registry,
  {user, password}: Credentials,
): Promise<void> {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  const secret = {
    metadata: {name},
    type: 'kubernetes.io/dockerconfigjson',
    stringData: {'.dockerconfigjson': JSON.stringify({auths: {[host]: {auth}}})},
  };
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  const {status} = await api.call('GET', `${secrets}/${name}`);
  if (status === 404) await api.ask('POST', secrets, secret);
  else await api.ask('PUT', `${secrets}/${name}`, secret);
}
