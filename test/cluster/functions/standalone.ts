import {buildDeployment, buildStandalone, defaultOptions, standaloneName} from '@image-puller/knative/resources';
import type {ControlPlane} from '../control-plane/index.ts';
import {type RunningFunction, startFunction} from './function.ts';
import {writeAccountKubeconfig} from './install.ts';
import {readMemoryLimit} from './memory-limit.ts';
import {applyRights} from './rights.ts';

/** Makes the account of knative/standalone.yaml and its rights in a namespace, which need not be there yet. */
export const applyStandaloneRights = ({admin}: ControlPlane, namespace: string): Promise<void> =>
  applyRights(admin, buildStandalone({...defaultOptions, namespace}).resources);

/** All functions in one process, as that account, with the environment and the memory of knative/standalone.yaml. */
export async function startStandalone(
  cluster: ControlPlane,
  namespace: string,
  {
    sleepImage = defaultOptions.sleepImage,
    hoursAhead = 0,
  }: {readonly sleepImage?: string; readonly hoursAhead?: number} = {},
): Promise<RunningFunction> {
  const [container] = buildDeployment({...defaultOptions, namespace, sleepImage}).spec?.template.spec?.containers ?? [];
  if (container === undefined) throw new Error('the Deployment runs nothing');
  const env = {
    ...Object.fromEntries(container.env?.map(({name, value = ''}) => [name, value]) ?? []),
    KUBECONFIG: await writeAccountKubeconfig(cluster, namespace, standaloneName),
  };
  return await startFunction(`${namespace}-standalone`, cluster.directory, env, hoursAhead, readMemoryLimit(container));
}
