import type {Deployment} from 'kubernetes-types/apps/v1';
import type {ControlPlane} from '../../control-plane/index.ts';
import {type RunningFunction, startFunction} from '../../functions/index.ts';
import type {Scope} from '../../start.ts';

/** Runs what a Deployment's pod would run, as its account and with its environment. */
export async function startApp(t: Scope, cluster: ControlPlane, project: string): Promise<RunningFunction> {
  const {spec} = await readDeployment(cluster, project);
  const {serviceAccountName = '', containers = []} = spec?.template.spec ?? {};
  const access = await cluster.serviceAccountAccess(project, serviceAccountName);
  const app = await startFunction(`${project}-app`, cluster.directory, {
    ...Object.fromEntries(containers[0]?.env?.map(({name, value = ''}) => [name, value]) ?? []),
    KUBECONFIG: await cluster.writeKubeconfig(`${project}-${serviceAccountName}`, access, project),
  });
  t.teardown(() => app.program.stop());
  return app;
}

/** The Deployment, by the name that it has by default. */
export const readDeployment = ({admin}: ControlPlane, project: string): Promise<Deployment> =>
  admin.ask('GET', `/apis/apps/v1/namespaces/${project}/deployments/kubernetes-image-puller`);
