import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ControlPlane} from '../../control-plane/index.ts';
import type {Registry} from '../../registry/index.ts';
import type {Shell} from '../../upgrade/shell.ts';
import {adaptObjects} from './adapt.ts';
import {resolveImages} from './images.ts';
import {readObjects, type SystemObject} from './objects.ts';

/** The namespaces that Knative itself is in. */
const namespaces = ['knative-serving', 'knative-eventing'] as const;

/** What others are made in or made of comes first. */
const first = ['Namespace', 'CustomResourceDefinition'];

/** Installs Knative Serving and Eventing, with the in-memory channel and the multi-tenant broker; waits until all is up. */
export async function installKnative(cluster: ControlPlane, registry: Registry, shell: Shell): Promise<void> {
  const objects = adaptObjects(await readObjects(), registry.host);
  const [early, late] = [true, false].map(isEarly => objects.filter(({kind}) => first.includes(kind) === isEarly));
  const apply = async (name: string, items: readonly SystemObject[] = []) => {
    const file = join(cluster.directory, `${name}.json`);
    await writeFile(file, await resolveImages(registry, JSON.stringify({apiVersion: 'v1', kind: 'List', items})));
    await shell(`kubectl apply --server-side --force-conflicts -f ${file}`);
  };
  await apply('knative-kinds', early);
  await shell('kubectl wait crd --all --for condition=Established --timeout=60s');
  await apply('knative', late);
  for (const namespace of namespaces) {
    const wait = `kubectl wait deployment --all --for condition=Available -n ${namespace} --timeout=180s`;
    await shell(`${wait} || { kubectl get pods,events -n ${namespace} >&2; exit 1; }`);
  }
}
