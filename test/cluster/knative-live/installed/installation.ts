import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildManifests, defaultOptions} from '@image-puller/knative/resources';
import {until} from '../../../support/until.ts';
import type {LiveKnative} from '../start.ts';
import {type LivePuller, patience, viewLivePuller} from './puller.ts';

/** What of the manifests is Knative's, as `service/image-puller-apply`. */
export const renderedObjects = buildManifests(defaultOptions)
  .flatMap(({resources}) => resources)
  .filter(({apiVersion = ''}) => apiVersion.includes('.knative.dev/'))
  .map(({kind = '', metadata}) => `${kind.toLowerCase()}/${metadata?.name}`)
  .toSorted();

/** Their kinds, for kubectl; Kubernetes has a Service, too. */
export const knativeKinds = [...new Set(renderedObjects.map(name => name.replace(/\/.*/, '')))]
  .join()
  .replace(/\bservice\b/, 'services.serving.knative.dev');

/** This project, installed on a live Knative, in a namespace of its own. */
export interface Installation {
  readonly namespace: string;
  /** Waits for every object of Knative. */
  untilReady(): Promise<void>;
  /** The pods of the functions, by the names of their Services. */
  readFunctions(): Promise<readonly string[]>;
  /** Waits until no function has a pod. */
  untilZero(): Promise<void>;
  /** Looks at a puller whose ConfigMap and DaemonSet have that name. */
  view(name: string): LivePuller;
}

/** Looks at what is installed in a namespace, or will be. */
export function viewInstallation(live: LiveKnative, namespace: string): Installation {
  const readFunctions = async () => {
    const pods = await live.readPods(namespace);
    return pods.flatMap(({metadata}) => metadata?.labels?.['serving.knative.dev/service'] ?? []).toSorted();
  };
  return {
    namespace,
    readFunctions,
    untilReady: async () =>
      void (await live.shell(`kubectl wait ${knativeKinds} --all -n ${namespace} --for condition=Ready --timeout=150s || {
        kubectl get ${knativeKinds} -n ${namespace} >&2; exit 1; }`)),
    untilZero: () => until(async () => (await readFunctions()).length === 0, readFunctions, patience),
    view: name => viewLivePuller(live, namespace, name, readFunctions),
  };
}

/** What a Broker's channel is asked for: to answer before it delivers. */
const asynchronous = /^ *messaging\.knative\.dev\/async-handler: .*\n/m;

/**
 * Installs the manifests with a Broker that answers whoever publishes only when all subscribers have answered: as versions
 * before made it, and as such an installation keeps it, since a Broker's channel is made once.
 */
export async function installSynchronous({render, shell}: LiveKnative, namespace: string): Promise<void> {
  const folder = await render(namespace);
  const file = join(folder, '40-broker.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace(asynchronous, ''));
  await shell(`kubectl apply -f ${folder}`);
}
