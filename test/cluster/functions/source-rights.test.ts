import {buildManifests, defaultOptions, grants, nameOf} from '@image-puller/knative/resources';
import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {createApiClient} from '../client/index.ts';
import {type ControlPlane, startControlPlane} from '../control-plane/index.ts';
import {type Broker, startBroker, startSource} from '../knative/index.ts';
import {controlPlane} from '../needs.ts';
import {describeGrants, readAsked} from './asked.ts';
import {viewPuller} from './puller.ts';
import {applyRights} from './rights.ts';
import {sourceNeeds} from './source-story.ts';
import {withoutRight} from './take-right.ts';

const {namespace} = defaultOptions;
const account = nameOf('source');
const user = `system:serviceaccount:${namespace}:${account}`;

testsWith(controlPlane, 'the least rights of the source that work', ({directory}) => {
  let cluster: ControlPlane;
  let broker: Broker;
  test.before(async () => {
    cluster = await startControlPlane({parent: directory, controllers: false});
    broker = await startBroker([], () => undefined);
    await applyRights(
      cluster.admin,
      buildManifests(defaultOptions).flatMap(({resources}) => resources),
    );
  });
  test.after.always(async () => {
    await broker?.stop();
    await cluster?.stop();
  });

  const start = async () => {
    const [watched] = buildManifests(defaultOptions)
      .flatMap(({resources}) => resources)
      .filter(resource => resource.kind === 'ApiServerSource');
    if (watched === undefined) throw new Error('nothing watches');
    const api = createApiClient(await cluster.serviceAccountAccess(namespace, account));
    try {
      const source = await startSource(watched, api, broker.url);
      return {sent: source.sent, stop: () => source.stop().finally(() => api.close())};
    } catch (error) {
      api.close();
      throw error;
    }
  };

  for (const {verb, resource, untested} of sourceNeeds) {
    if (untested !== undefined) continue;
    test.serial(`the source without the right to ${verb} ${resource} does not watch them`, async t => {
      const grant = grants.source.find(candidate => candidate.resource === resource);
      if (grant === undefined) throw new Error(`the source is not granted ${resource}`);
      const before = (await cluster.readAudit()).length;
      const isRefused = async () =>
        (await cluster.readAudit())
          .slice(before)
          .some(
            entry => entry.user === user && entry.verb === verb && entry.resource === resource && entry.status === 403,
          );
      await withoutRight(cluster, {namespace, account, grant, verb}, async () => {
        if (verb === 'list') {
          const error = await t.throwsAsync(start());
          t.regex(error?.message ?? '', /cannot list resource/);
        } else {
          const source = await start();
          await until(isRefused).finally(() => source.stop());
          t.deepEqual([...source.sent], []);
        }
      });
      t.true(await isRefused());
    });
  }

  test.serial('the source asks for what it is granted and nothing else: the audit log says so', async t => {
    const source = await start();
    const puller = viewPuller(cluster.admin, namespace);
    await puller.edit({IMAGES: 'a=registry.test/a:1'});
    await until(() => source.sent.has('ConfigMap')).finally(() => source.stop());
    const unused = sourceNeeds
      .filter(({untested}) => untested !== undefined)
      .map(({verb, resource}) => `${verb} ${resource}`);
    const used = grants.source.map(grant => ({
      ...grant,
      verbs: grant.verbs.filter(verb => !unused.includes(`${verb} ${grant.resource}`)),
    }));
    await until(async () => (await readAsked(cluster, namespace, account)).length >= describeGrants(used).length);
    t.deepEqual(await readAsked(cluster, namespace, account), describeGrants(used, namespace).toSorted());
  });
});
