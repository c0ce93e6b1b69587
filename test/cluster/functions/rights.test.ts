import {type FunctionName, type Grant, grants, nameOf, nodeGrant, nodeReaders} from '@image-puller/knative/resources';
import test from 'ava';
import type {Role} from 'kubernetes-types/rbac/v1';
import {buildEvent, send} from '../../functions/webhook/requests.ts';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {type ControlPlane, startControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {type Installation, startInstallation} from './install.ts';
import {viewPuller} from './puller.ts';
import {type Bell, needs, nodesUnread} from './rights-story.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';

const listRights = (granted: readonly Grant[]): readonly string[] =>
  granted.flatMap(({resource, verbs}) => verbs.map(verb => `${verb} ${resource}`)).toSorted();

testsWith(controlPlane, 'the least rights that work', ({directory}) => {
  let cluster: ControlPlane;
  let installation: Installation;
  test.before(async () => {
    cluster = await startControlPlane({parent: directory, controllers: false});
    // What a test rings runs alone: a wake that came for the same puller meanwhile would be answered by another's run.
    installation = await startInstallation(cluster, {wakeOn: 'tick'}, false);
    // Every refresh is due.
    await installation.restart(2);
  });
  test.after.always(async () => {
    await installation?.stop();
    await cluster?.stop();
  });

  /** Rings a function, or asks status; its answer, and what its log says since. */
  const ring = async (fn: FunctionName, name: string, {type, kind, nothing}: Bell) => {
    const running = installation.functions.get(fn);
    if (running === undefined) throw new Error(`${fn} does not run`);
    const before = (await running.readLog()).length;
    const {status, body} =
      fn === 'status'
        ? await send(Number(new URL(running.url).port), {method: 'GET', url: '/status.json'})
        : await send(
            Number(new URL(running.url).port),
            buildEvent({
              headers: {
                'ce-type': type,
                'ce-kind': kind ?? 'ConfigMap',
                'ce-namespace': installation.namespace,
                'ce-name': name,
              },
              ...(nothing && {without: ['ce-kind', 'ce-namespace', 'ce-name']}),
            }),
          );
    return {status, body, log: (await running.readLog()).slice(before)};
  };

  const mayDo = async (fn: FunctionName, {group, resource}: Grant, verb: string) => {
    const {namespace} = installation;
    const review = await cluster.admin.ask<{readonly status: {readonly allowed: boolean}}>(
      'POST',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: `system:serviceaccount:${namespace}:${nameOf(fn)}`,
          resourceAttributes: {namespace, group, resource, verb},
        },
      },
    );
    return review.status.allowed;
  };

  /** Runs something while one right is missing. */
  const without = async (fn: FunctionName, grant: Grant, verb: string, run: () => Promise<void>) => {
    const path = `${rbac}/namespaces/${installation.namespace}/roles/${nameOf(fn)}`;
    const role = await cluster.admin.ask<Role>('GET', path);
    const rules = (role.rules ?? []).map(rule =>
      rule.resources?.includes(grant.resource) ? {...rule, verbs: rule.verbs.filter(kept => kept !== verb)} : rule,
    );
    await cluster.admin.ask('PATCH', path, {rules: rules.filter(rule => rule.verbs.length > 0)});
    await until(async () => !(await mayDo(fn, grant, verb)));
    await run();
    await cluster.admin.ask('PATCH', path, {rules: role.rules});
    await until(() => mayDo(fn, grant, verb));
  };

  test.serial('every right that is granted has a test below', t => {
    for (const fn of ['apply', 'check', 'refresh', 'remove', 'status'] as const) {
      const tested = needs.filter(need => need.fn === fn).map(({verb, resource}) => `${verb} ${resource}`);
      t.deepEqual(tested.toSorted(), listRights(grants[fn]), fn);
    }
  });

  for (const [index, {fn, verb, resource, prepare, bell, goesOn}] of needs.entries()) {
    const consequence = goesOn ? 'says so and goes on' : 'answers 503';
    test.serial(
      `${fn} without the right to ${verb} ${resource} ${consequence}, and says which right it lacks`,
      async t => {
        const grant = grants[fn].find(candidate => candidate.resource === resource);
        if (grant === undefined) throw new Error(`${fn} is not granted ${resource}`);
        const name = `puller-${index}`;
        const puller = viewPuller(cluster.admin, installation.namespace, name, name);
        const editWithName: typeof puller.edit = (data, metadata) =>
          puller.edit({...data, DAEMONSET_NAME: name}, metadata);
        await prepare({...puller, edit: editWithName}, async (other, otherBell = bell) => {
          t.is((await ring(other, name, otherBell)).status, 204);
        });
        const lacks = new RegExp(`cannot ${verb} resource \\\\*"${resource}\\\\*"`);
        await without(fn, grant, verb, async () => {
          const {status, body, log} = await ring(fn, name, bell);
          const said = `${body}\n${log.map(({reason, message}) => reason ?? message).join('\n')}`;
          t.is(status, goesOn ? (fn === 'status' ? 200 : 204) : 503, said);
          t.regex(said, lacks);
          t.false(said.includes('token'), 'and no secret');
        });
        // The right is back: the same bell is answered as if nothing had been.
        t.is((await ring(fn, name, bell)).status, fn === 'status' ? 200 : 204);
        await cluster.admin.call('DELETE', `/api/v1/namespaces/${installation.namespace}/configmaps/${name}`);
        await cluster.admin.call('DELETE', `/apis/apps/v1/namespaces/${installation.namespace}/daemonsets/${name}`);
      },
    );
  }

  test.serial('without the right to list nodes status says that pods alone are counted', async t => {
    const puller = viewPuller(cluster.admin, installation.namespace, 'nodes', 'nodes');
    await puller.edit({IMAGES: 'a=registry.test/a:1', DAEMONSET_NAME: 'nodes'});
    await cluster.admin.ask('DELETE', `${rbac}/clusterrolebindings/image-puller-nodes:${installation.namespace}`);
    await until(async () =>
      (await ring('status', 'nodes', needs[0]?.bell ?? {type: 'dev.knative.sources.ping'})).body.includes(nodesUnread),
    );
    for (const fn of ['check', 'refresh'] as const) {
      const type = fn === 'check' ? 'kubernetes-image-puller.phase.open' : 'kubernetes-image-puller.refresh.due';
      t.is((await ring(fn, 'nodes', {type})).status, 204, fn);
    }
  });

  test.serial('nothing but what is granted was ever asked for, and all of that was: the audit log says so', async t => {
    const asked = async (fn: FunctionName) => {
      const user = `system:serviceaccount:${installation.namespace}:${nameOf(fn)}`;
      const entries = (await cluster.readAudit()).filter(entry => entry.user === user);
      const namespaces = new Set(entries.flatMap(({namespace}) => namespace || []));
      t.deepEqual([...namespaces], [installation.namespace], `${fn} asks for nothing in another namespace`);
      // Discovery, which every account may read, is no resource: it tells OpenShift apart.
      const resources = entries.filter(({uri}) => uri !== '/apis/route.openshift.io');
      return [...new Set(resources.map(({verb, resource, uri}) => `${verb} ${resource || uri}`))].toSorted();
    };
    for (const fn of installation.functions.keys()) {
      const reader = nodeReaders.some(name => name === fn);
      const expected = [...listRights(grants[fn]), ...(reader ? listRights([nodeGrant]) : [])].toSorted();
      t.deepEqual(await asked(fn), expected, fn);
    }
  });
});
