import {
  clusterGrants,
  clusterReaders,
  type FunctionName,
  type Grant,
  grants,
  nameOf,
} from '@image-puller/knative/resources';
import {eventTypes} from '@image-puller/shared/events';
import test from 'ava';
import type {ClusterRoleBinding} from 'kubernetes-types/rbac/v1';
import {buildEvent, send} from '../../functions/webhook/requests.ts';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {type ControlPlane, startControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {readLog} from '../programs/index.ts';
import {describeGrants, jsonWebToken, readAsked} from './asked.ts';
import {type Installation, isOfBroker, startInstallation} from './install.ts';
import {viewPuller} from './puller.ts';
import {type Bell, needs, nodesUnread} from './rights-story.ts';
import {sourceNeeds} from './source-story.ts';
import {withoutRight} from './take-right.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';

const listRights = (granted: readonly Grant[]): readonly string[] =>
  granted.flatMap(({resource, verbs}) => verbs.map(verb => `${verb} ${resource}`)).toSorted();

/** All but the one that nobody needs here, where `K_SINK` says where the Broker is. */
const withoutBroker = (granted: readonly Grant[]): readonly Grant[] => granted.filter(grant => !isOfBroker(grant));

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

  test.serial('every right that is granted has a test, or a reason why there is none', t => {
    const rows = [...needs, ...sourceNeeds];
    for (const [account, granted] of Object.entries(grants)) {
      const tested = rows.filter(({fn}) => fn === account).map(({verb, resource}) => `${verb} ${resource}`);
      t.deepEqual(tested.toSorted(), listRights(withoutBroker(granted)), account);
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
        t.teardown(async () => {
          await cluster.admin.call('DELETE', `/api/v1/namespaces/${installation.namespace}/configmaps/${name}`);
          await cluster.admin.call('DELETE', `/apis/apps/v1/namespaces/${installation.namespace}/daemonsets/${name}`);
        });
        const editWithName: typeof puller.edit = (data, metadata) =>
          puller.edit({...data, DAEMONSET_NAME: name}, metadata);
        await prepare({...puller, edit: editWithName}, async (other, otherBell = bell) => {
          t.is((await ring(other, name, otherBell)).status, 204);
        });
        const lacks = new RegExp(`cannot ${verb} resource \\\\*"${resource}\\\\*"`);
        await withoutRight(cluster, {namespace: installation.namespace, account: nameOf(fn), grant, verb}, async () => {
          const {status, body, log} = await ring(fn, name, bell);
          const said = `${body}\n${log.map(({reason, message}) => reason ?? message).join('\n')}`;
          t.is(status, goesOn ? (fn === 'status' ? 200 : 204) : 503, said);
          t.regex(said, lacks);
          t.notRegex(body + JSON.stringify(log), jsonWebToken, 'and no secret');
        });
        // The right is back: the same bell is answered as if nothing had been.
        t.is((await ring(fn, name, bell)).status, fn === 'status' ? 200 : 204);
      },
    );
  }

  for (const fn of clusterReaders) {
    test.serial(
      `${fn} without the rights beyond the namespace goes on; status says that pods alone are counted, and of a priority class nothing is said`,
      async t => {
        const {namespace} = installation;
        const puller = viewPuller(cluster.admin, namespace, 'nodes', 'nodes');
        await puller.edit({IMAGES: 'a=registry.test/a:1', DAEMONSET_NAME: 'nodes', PRIORITY_CLASS_NAME: 'holders'});
        t.is((await ring('apply', 'nodes', {type: eventTypes.objectUpdated})).status, 204);
        await puller.settleStatus();
        const path = `${rbac}/clusterrolebindings/image-puller-nodes:${namespace}`;
        const {subjects} = await cluster.admin.ask<ClusterRoleBinding>('GET', path);
        const user = `system:serviceaccount:${namespace}:${nameOf(fn)}`;
        const before = (await cluster.readAudit()).length;
        const types = {apply: eventTypes.daemonSetDrifted, refresh: eventTypes.refreshDue};
        const type = fn === 'apply' || fn === 'refresh' ? types[fn] : eventTypes.phaseOpen;
        try {
          await cluster.admin.ask('PATCH', path, {subjects: subjects?.filter(({name}) => name !== nameOf(fn))});
          await until(async () => {
            // It counts nodes for a DaemonSet that is yet to be made.
            if (fn === 'apply') await puller.deleteDaemonSet('nodes');
            const {status, body} = await ring(fn, 'nodes', {type});
            t.is(status, fn === 'status' ? 200 : 204);
            const asked = (await cluster.readAudit()).slice(before);
            const isRefused = (resource: string) =>
              asked.some(entry => entry.user === user && entry.resource === resource && entry.status === 403);
            t.notRegex(body, /priorityclass/);
            return (
              isRefused('nodes') && isRefused('priorityclasses') && (fn !== 'status' || body.includes(nodesUnread))
            );
          });
        } finally {
          await cluster.admin.ask('PATCH', path, {subjects});
          await puller.deleteConfigMap();
          await puller.deleteDaemonSet('nodes');
        }
      },
    );
  }

  test.serial('nothing but what is granted was ever asked for, and all of that was: the audit log says so', async t => {
    const {namespace} = installation;
    for (const fn of installation.functions.keys()) {
      const reader = clusterReaders.some(name => name === fn);
      const expected = [
        ...describeGrants(withoutBroker(grants[fn]), namespace),
        ...describeGrants(reader ? clusterGrants : []),
      ];
      t.deepEqual(await readAsked(cluster, namespace, nameOf(fn)), expected.toSorted(), fn);
    }
  });

  test.serial('no token is in anything that the functions say or write', async t => {
    const {namespace} = installation;
    for (const [fn, {program}] of installation.functions) {
      const {token = ''} = await cluster.serviceAccountAccess(namespace, nameOf(fn));
      t.regex(token, jsonWebToken, 'it would be found');
      t.notRegex((await readLog(program)).join('\n'), jsonWebToken, fn);
    }
    for (const path of ['/api/v1/events', '/api/v1/configmaps', '/apis/apps/v1/daemonsets']) {
      t.notRegex(JSON.stringify(await cluster.admin.ask('GET', path)), jsonWebToken, path);
    }
  });
});
