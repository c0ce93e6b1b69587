import test from 'ava';
import type {SubjectAccessReview} from 'kubernetes-types/authorization/v1';
import type {PodList} from 'kubernetes-types/core/v1';
import {testsWith} from '../../../support/needs.ts';
import {until} from '../../../support/until.ts';
import {type ControlPlane, startControlPlane} from '../../control-plane/index.ts';
import {viewPuller} from '../../functions/index.ts';
import {knativeKinds} from '../../needs.ts';
import {recorded, startGoPuller} from '../../upgrade/go-puller/index.ts';
import {installKnativeKinds} from '../index.ts';
import {buildGoPuller} from './go-templates.ts';
import {readCommands} from './page.ts';
import {openShell} from './shell.ts';
import {readDeployment, startApp} from './start-app.ts';

testsWith(knativeKinds, 'the commands of docs/openshift.md', ({directory}) => {
  let cluster: ControlPlane;
  test.before(async () => {
    cluster = await startControlPlane({parent: directory});
    await installKnativeKinds(cluster.admin);
  });
  test.after.always(() => cluster?.stop());

  /** May an account of a project delete its DaemonSets, which is what ends in a gap? */
  const mayDelete = async (project: string, account: string): Promise<boolean | undefined> => {
    const {status} = await cluster.admin.ask<SubjectAccessReview>(
      'POST',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        spec: {
          user: `system:serviceaccount:${project}:${account}`,
          resourceAttributes: {namespace: project, verb: 'delete', group: 'apps', resource: 'daemonsets'},
        },
      },
    );
    return status?.allowed;
  };

  test('what they install is a puller: the app, as its account and with its rights alone, makes the DaemonSet', async t => {
    const shell = await openShell(cluster, 'installed');
    const [install = '', nodeReader = ''] = await readCommands('Install');
    await shell(install);
    const app = await startApp(t, cluster, 'installed');
    const puller = viewPuller(cluster.admin, 'installed');
    // It may not list nodes yet, which may be many: first come the pods alone, then the images.
    const readNames = async () => (await puller.readDaemonSet())?.spec?.template.spec?.containers.map(({name}) => name);
    await until(async () => (await readNames())?.join() === 'che-code', app.readLog, 60_000);
    const {metadata, spec} = (await puller.readDaemonSet()) ?? {};
    t.deepEqual(
      [
        metadata?.ownerReferences?.[0]?.kind,
        spec?.template.spec?.containers.map(({name, image}) => `${name}=${image}`),
      ],
      ['ConfigMap', ['che-code=quay.io/che-incubator/che-code:next']],
    );
    t.deepEqual(
      (await app.readLog()).filter(({severity}) => severity === 'ERROR'),
      [],
    );

    const mayListNodes =
      'oc auth can-i list nodes --as system:serviceaccount:k8s-image-puller:k8s-image-puller || true';
    t.is(await shell(mayListNodes), 'no');
    await shell(nodeReader);
    t.is(await shell(mayListNodes), 'yes');

    const [removal = '', removalOfNodeReader = ''] = await readCommands('Removing it');
    await shell(removal + removalOfNodeReader);
    const left = 'oc get deployments,daemonsets,services,serviceaccounts,configmaps,roles,rolebindings,clusterroles';
    await until(
      async () => (await shell(`${left} -l app.kubernetes.io/part-of=kubernetes-image-puller -o name`)) === '',
      () => shell(`${left} -o name`),
      60_000,
    );
    await until(async () => (await puller.readDaemonSet()) === undefined, app.readLog, 60_000);
  });

  test('on Serverless they install the functions, and without a watch neither it nor its account', async t => {
    const [install = '', tickOnly = ''] = await readCommands('On OpenShift Serverless');
    const list = 'oc get ksvc,broker,trigger,apiserversource,pingsource,configmap,serviceaccount -o name';
    const shell = await openShell(cluster, 'serverless');
    await shell(install);
    const all = (await shell(list)).split('\n');
    t.is(all.filter(name => name.startsWith('service.serving')).length, 5);
    t.true(all.includes('configmap/k8s-image-puller'));

    const other = await openShell(cluster, 'serverless-tick');
    await other(`oc new-project serverless-tick\n${tickOnly}`);
    const ticking = new Set((await other(list)).split('\n'));
    t.deepEqual(
      all.filter(name => !ticking.has(name)),
      [
        'apiserversource.sources.knative.dev/image-puller-watch',
        'configmap/k8s-image-puller',
        'serviceaccount/image-puller-source',
      ],
    );
  });

  test('from the Go puller they keep its DaemonSet: at no moment has it the right to delete it, and its Deployment is ours', async t => {
    const project = 'upgraded';
    const left = recorded['three-images'];
    if (left === undefined) throw new Error('not recorded');
    const shell = await openShell(cluster, project);
    await shell(`oc new-project ${project}\noc apply -f - <<'END'\n${JSON.stringify(buildGoPuller(left.data))}\nEND`);
    const goPuller = await startGoPuller(t, cluster, project, left);
    await goPuller.untilReady();
    const puller = viewPuller(cluster.admin, project, undefined, left.daemonSet.metadata?.name);
    const before = {deployment: await readDeployment(cluster, project), daemonSet: await puller.readDaemonSet()};
    t.true(await mayDelete(project, 'k8s-image-puller'));

    const [commands = ''] = await readCommands("From the Go puller's templates");
    const [, takeRights = '', install = '', adopt = '', cleanUp = ''] = commands.split('\n\n');
    await shell(takeRights);
    t.false(await mayDelete(project, 'k8s-image-puller'));
    await shell(install);
    t.deepEqual(
      [await mayDelete(project, 'k8s-image-puller'), await mayDelete(project, 'image-puller')],
      [false, true],
      'its rights come back to nobody but the functions',
    );
    const {metadata, spec} = await readDeployment(cluster, project);
    t.is(metadata?.uid, before.deployment.metadata?.uid);
    const [container, ...others] = spec?.template.spec?.containers ?? [];
    t.deepEqual(
      [others, container?.envFrom, container?.env?.map(({name}) => name)],
      [[], undefined, ['FUNCTION_TARGET', 'INSTALLATION_ID', 'SLEEP_IMAGE']],
    );
    // Recreate: the old pod ends before there is a new one.
    const pods = `/api/v1/namespaces/${project}/pods`;
    const readImages = async () =>
      (await cluster.admin.ask<PodList>('GET', pods)).items.map(({spec}) => spec?.containers[0]?.image);
    await until(async () => String(await readImages()) === container?.image, readImages, 60_000);
    await goPuller.terminate();
    t.regex((await goPuller.readLog()).at(-1) ?? '', /^Fatal: Error getting daemonset: .* is forbidden/);

    const app = await startApp(t, cluster, project);
    await shell(adopt);
    await shell(cleanUp);
    const adopted = await puller.readDaemonSet();
    t.is(adopted?.metadata.uid, before.daemonSet?.metadata.uid);
    t.deepEqual(adopted?.spec?.selector, before.daemonSet?.spec?.selector);
    t.deepEqual(
      (await puller.readStory()).filter(line => !line.startsWith('Normal Adopted: ')),
      [
        'Normal ConfigurationAccepted: the configuration is in force: 3 images in DaemonSet kubernetes-image-puller, refreshed every hour (digest), at most 50 nodes at a time',
      ],
    );

    await puller.patchConfigMap({data: {IMAGES: 'a=registry.test/a:2'}});
    const readImage = async () => (await puller.readDaemonSet())?.spec?.template.spec?.containers[0]?.image;
    await until(async () => (await readImage()) === 'registry.test/a:2', app.readLog, 60_000);
    t.is(
      (await puller.readDaemonSet())?.metadata.uid,
      before.daemonSet?.metadata.uid,
      'the functions kept their rights',
    );
  });
});
