import type {Grant} from '@image-puller/knative/resources';
import type {ControlPlane} from '../control-plane/index.ts';

/** A JSON Web Token, which is what an account's secret is here. */
export const jsonWebToken = /eyJ[\w-]+\.[\w-]+\./;

/** Discovery, which every account may read, is no resource: it tells OpenShift apart. */
const discovery = '/apis/route.openshift.io';

const inCluster = 'the cluster';

/** Each right as a line, such as `list apps/daemonsets in image-puller`. */
export const describeGrants = (granted: readonly Grant[], where = inCluster): readonly string[] =>
  granted.flatMap(({group, resource, verbs}) => verbs.map(verb => `${verb} ${group}/${resource} in ${where}`));

/** What an account has asked for, by the audit log, as {@link describeGrants} has it: each once, sorted, refused or not. */
export async function readAsked(cluster: ControlPlane, namespace: string, account: string): Promise<readonly string[]> {
  const user = `system:serviceaccount:${namespace}:${account}`;
  const asked = (await cluster.readAudit())
    .filter(entry => entry.user === user && entry.uri !== discovery)
    .map(({verb, group, resource, namespace: where, uri}) =>
      resource === '' ? `${verb} ${uri}` : `${verb} ${group}/${resource} in ${where || inCluster}`,
    );
  return [...new Set(asked)].toSorted();
}
