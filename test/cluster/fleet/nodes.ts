import type {Node} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import type {ApiClient} from '../client/index.ts';
import {watchObjects} from './watch-objects.ts';

/** What all of some new nodes are like. */
export interface NodeOptions {
  /** Their names are `<prefix>-1` and so on; by default `node`. */
  readonly prefix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** As Kubernetes calls it; by default `amd64`. */
  readonly architecture?: string;
  /** What they have, such as `{cpu: '4', memory: '16Gi', pods: '110'}`; by default no end of everything. */
  readonly capacity?: Readonly<Record<string, string>>;
}

/** By which annotation kwok knows that a node is its own: real ones can be in the same cluster. */
export const ownNodes = {key: 'kwok.x-k8s.io/node', value: 'fake'} as const;

const path = '/api/v1/nodes';

/** Makes nodes, and waits until pods can run on them. Of a name that is taken the API server thinks ill. */
export async function addNodes(api: ApiClient, names: readonly string[], options: NodeOptions): Promise<void> {
  const waiting = new Set(names);
  const watch = await watchObjects<Node>(api, path, ({object}) => {
    if (isOpen(object)) waiting.delete(object.metadata.name);
  });
  await Promise.all(names.map(name => api.ask('POST', path, buildNode(name, options))));
  await until(
    () => waiting.size === 0,
    () => `${waiting.size} of ${names.length} nodes are not Ready, such as ${[...waiting][0]}`,
    120_000,
  );
  await watch.stop();
}

export async function removeNodes(api: ApiClient, names: readonly string[]): Promise<void> {
  await Promise.all(names.map(name => api.ask('DELETE', `${path}/${name}`)));
}

function buildNode(name: string, {labels, architecture = 'amd64', capacity}: NodeOptions): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: {[ownNodes.key]: ownNodes.value},
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': architecture,
        ...labels,
      },
    },
    ...(capacity !== undefined && {status: {capacity, allocatable: capacity}}),
  };
}

/** Ready, and not tainted any more for not having been so. */
const isOpen = ({spec, status}: Node): boolean =>
  status?.conditions?.some(({type, status: value}) => type === 'Ready' && value === 'True') === true &&
  (spec?.taints ?? []).length === 0;
