import test from 'ava';
import type {ResourceQuota} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {testsOnFleet} from '../fleet/index.ts';
import type {Scope} from '../start.ts';
import {imagesOf, startRefused} from './refused-puller.ts';
import {patience} from './start-puller.ts';

const policies = '/apis/admissionregistration.k8s.io/v1';

testsOnFleet('pods that the API server refuses', {nodes: 3}, shared => {
  const start = (t: Scope, namespace: string) => startRefused(t, shared().cluster, namespace);

  const limitPods = (namespace: string, pods: number) =>
    shared().cluster.admin.ask('POST', `/api/v1/namespaces/${namespace}/resourcequotas`, {
      metadata: {name: 'few'},
      spec: {hard: {pods: `${pods}`}},
    });

  /** Admission goes by what the quota's controller has noted. */
  const lowerQuota = async (namespace: string, pods: number) => {
    const path = `/api/v1/namespaces/${namespace}/resourcequotas/few`;
    await shared().cluster.admin.ask('PATCH', path, {spec: {hard: {pods: `${pods}`}}});
    const read = async () => (await shared().cluster.admin.ask<ResourceQuota>('GET', path)).status;
    await until(async () => (await read())?.hard?.pods === `${pods}`, read);
  };

  test('a quota that lets some nodes have no pod is told; once it is raised they have theirs', async t => {
    const {cluster} = shared();
    const {puller, untilSaid, untilHeld, readWaiting, readStatus} = await start(t, 'small-quota');
    await limitPods('small-quota', 2);
    await puller.edit({IMAGES: imagesOf('a')});
    await untilSaid(/pods for 1 node are refused by quota \(raise the ResourceQuota.*\): exceeded quota: few/);
    const [image] = (await readWaiting()) ?? [];
    t.is(image?.waiting, 1);
    t.regex(image?.reasons.join() ?? '', /^refused by quota: exceeded quota: few, .*limited: pods=2 \(1 node\)$/);
    t.regex((await readStatus())?.problems.join() ?? '', /^DaemonSet \S+: pods are refused by quota: exceeded quota/);
    t.notRegex((await puller.readStory()).join(), /NoRoomForSurge/, 'no node has an old pod that could go');

    await cluster.admin.ask('PATCH', '/api/v1/namespaces/small-quota/resourcequotas/few', {spec: {hard: {pods: '3'}}});
    await untilHeld('a');
    t.deepEqual((await readStatus())?.problems, []);
  });

  test('where a quota has no room for a pod more, a rollout ends by letting the old pod go first; a scout is refused, and told', async t => {
    const {puller, untilHeld, untilSaid, passHours} = await start(t, 'full-quota');
    await puller.edit({IMAGES: imagesOf('a')});
    await untilHeld('a');
    await limitPods('full-quota', 3);
    await puller.edit({IMAGES: imagesOf('a', 'b')});
    await untilHeld('a', 'b');
    const story = await puller.readStory();
    t.is(story.filter(line => line.startsWith('Warning PodsRefused: ')).length, 1);
    const [noRoom = '', ...more] = story.filter(line => line.startsWith('Warning NoRoomForSurge: '));
    t.regex(noRoom, /: 3 nodes have no room for a second pod for lack of quota \(3 nodes\); /);
    t.deepEqual(more, []);

    // A refresh is due, and its scout would be one pod more.
    await lowerQuota('full-quota', 2);
    await passHours(2);
    await untilSaid(/the scout that asks which tags have moved is refused by quota \(.*\): exceeded quota: few/);
  });

  test('a quota that is already exceeded costs no node its pod', async t => {
    const {cluster} = shared();
    const {puller, untilHeld, untilSaid, readPods} = await start(t, 'lowered-quota');
    await puller.edit({IMAGES: imagesOf('a')});
    await untilHeld('a');
    const before = await readPods();
    await limitPods('lowered-quota', 2);
    await puller.edit({IMAGES: imagesOf('a', 'b')});
    await untilSaid('pods for 3 nodes are refused by quota');
    // A quota that has room again for one pod at a time ends it, by surging.
    t.deepEqual(await readPods(), before);
    await cluster.admin.ask('PATCH', '/api/v1/namespaces/lowered-quota/resourcequotas/few', {
      spec: {hard: {pods: '4'}},
    });
    await untilHeld('a', 'b');
    t.notRegex((await puller.readStory()).join(), /NoRoomForSurge/);
  });

  test('pods that a policy, a webhook or a priority refuses are told with their reason, and nothing goes', async t => {
    const {cluster} = shared();
    const {puller, untilHeld, untilSaid, readPods} = await start(t, 'admission');
    await puller.edit({IMAGES: imagesOf('a')});
    await untilHeld('a');
    const before = await readPods();
    const here = {matchLabels: {'kubernetes.io/metadata.name': 'admission'}};
    const pods = {apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE']};
    const lift = (path: string) => cluster.admin.call('DELETE', `${policies}/${path}`);
    t.teardown(async () => {
      for (const path of ['validatingwebhookconfigurations/away', 'validatingadmissionpolicybindings/no-b'])
        await lift(path);
    });

    await cluster.admin.ask('POST', `${policies}/validatingadmissionpolicies`, {
      metadata: {name: 'no-b'},
      spec: {
        matchConstraints: {resourceRules: [pods]},
        validations: [{expression: "!object.spec.containers.exists(c, c.name == 'b')", message: 'no b here'}],
      },
    });
    await cluster.admin.ask('POST', `${policies}/validatingadmissionpolicybindings`, {
      metadata: {name: 'no-b'},
      spec: {policyName: 'no-b', validationActions: ['Deny'], matchResources: {namespaceSelector: here}},
    });
    await until(
      async () => (await tryPod('b')).status === 422,
      async () => await tryPod('b'),
    );
    await puller.edit({IMAGES: imagesOf('a', 'b')});
    await untilSaid(/pods for 3 nodes are refused by a policy \(.*\): .*no b here/);
    t.deepEqual(await readPods(), before);

    await cluster.admin.ask('POST', `${policies}/validatingwebhookconfigurations`, {
      metadata: {name: 'away'},
      webhooks: [
        {
          name: 'away.image.test',
          rules: [pods],
          namespaceSelector: here,
          clientConfig: {url: 'https://127.0.0.1:1/'},
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          timeoutSeconds: 1,
        },
      ],
    });
    await until(
      async () => (await tryPod('c')).status === 500,
      async () => await tryPod('c'),
    );
    await puller.edit({IMAGES: imagesOf('a', 'c')});
    await untilSaid(/pods for 3 nodes are refused by a webhook \(.*\): .*failed calling webhook \\+"away.image.test/);
    t.deepEqual(await readPods(), before);

    await lift('validatingwebhookconfigurations/away');
    // By now the controller waits for minutes until it tries again, but for an edit.
    await puller.edit({IMAGES: imagesOf('a', 'c', 'd')});
    await untilHeld('a', 'c', 'd');

    // With a priority class the old pod goes first: of one node, until it is known that pods are taken.
    const held = await readPods();
    const high = {IMAGES: imagesOf('a', 'c', 'd'), PRIORITY_CLASS_NAME: 'high'};
    await puller.edit(high);
    await untilSaid(/pods for 1 node are refused by priority \(make the PriorityClass, .*\): no PriorityClass/);
    const left = await readPods();
    t.is(left.length, 2);
    t.deepEqual(
      left,
      held.filter(name => left.includes(name)),
    );
    await cluster.admin.ask('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', {
      metadata: {name: 'high'},
      value: 1000,
    });
    await until(
      async () => (await readPods()).length === 3 && !(await readPods()).some(name => held.includes(name)),
      readPods,
      patience,
    );
    await untilHeld('a', 'c', 'd');
  });

  test('a ServiceAccount and a RuntimeClass that are not there are told, and what is held stays until they are', async t => {
    const {cluster} = shared();
    const {puller, untilHeld, untilSaid, readPods} = await start(t, 'accounts');
    await puller.edit({IMAGES: imagesOf('a')});
    await untilHeld('a');
    const before = await readPods();
    const account = {POD_SERVICE_ACCOUNT_NAME: 'holder'};
    await puller.edit({IMAGES: imagesOf('a', 'b'), ...account});
    await untilSaid(
      /pods for 3 nodes are refused by the ServiceAccount \(make it .*\): error looking up service account/,
    );
    await cluster.admin.ask('POST', '/api/v1/namespaces/accounts/serviceaccounts', {metadata: {name: 'holder'}});
    const both = {...account, POD_RUNTIME_CLASS_NAME: 'vm'};
    await puller.edit({IMAGES: imagesOf('a', 'b'), ...both});
    await untilSaid(/pods for 3 nodes are refused by the RuntimeClass \(make the .*\): pod rejected: RuntimeClass/);
    t.deepEqual(await readPods(), before);
    await cluster.admin.ask('POST', '/apis/node.k8s.io/v1/runtimeclasses', {metadata: {name: 'vm'}, handler: 'vm'});
    await puller.edit({IMAGES: imagesOf('a', 'b', 'c'), ...both});
    await untilHeld('a', 'b', 'c');
  });

  /** Asks whether a pod with such a container would be taken. */
  const tryPod = (name: string) =>
    shared().cluster.admin.call('POST', '/api/v1/namespaces/admission/pods?dryRun=All', {
      metadata: {name: 'tried'},
      spec: {containers: [{name, image: `registry.test/${name}:1`}]},
    });
});
