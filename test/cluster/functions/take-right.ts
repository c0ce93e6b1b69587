import type {Grant, Verb} from '@image-puller/knative/resources';
import type {Role} from 'kubernetes-types/rbac/v1';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';

/** Runs something while an account, whose Role has its name, lacks one right; however that ends, it is given back. */
export async function withoutRight(
  cluster: ControlPlane,
  {namespace, account, grant, verb}: {namespace: string; account: string; grant: Grant; verb: Verb},
  run: () => Promise<void>,
): Promise<void> {
  const path = `${rbac}/namespaces/${namespace}/roles/${account}`;
  const isAllowed = () => mayDo(cluster, namespace, account, grant, verb);
  const {rules = []} = await cluster.admin.ask<Role>('GET', path);
  const left = rules.map(rule =>
    rule.resources?.includes(grant.resource) ? {...rule, verbs: rule.verbs.filter(kept => kept !== verb)} : rule,
  );
  try {
    await cluster.admin.ask('PATCH', path, {rules: left.filter(rule => rule.verbs.length > 0)});
    await until(async () => !(await isAllowed()));
    await run();
  } finally {
    await cluster.admin.ask('PATCH', path, {rules});
    await until(isAllowed);
  }
}

async function mayDo(
  cluster: ControlPlane,
  namespace: string,
  account: string,
  {group, resource}: Grant,
  verb: Verb,
): Promise<boolean> {
  const {status} = await cluster.admin.ask<{readonly status: {readonly allowed: boolean}}>(
    'POST',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: `system:serviceaccount:${namespace}:${account}`,
        resourceAttributes: {namespace, group, resource, verb},
      },
    },
  );
  return status.allowed;
}
