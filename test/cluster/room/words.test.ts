import {explainRefusal} from '@image-puller/shared/refusal';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';

testWith(controlPlane, "what refuses a pod is known by this API server's own words", async (t, machine) => {
  const {admin} = await startCluster(t, machine);
  const space = '/api/v1/namespaces/words';
  await admin.ask('POST', '/api/v1/namespaces', {
    metadata: {name: 'words', labels: {'pod-security.kubernetes.io/enforce': 'baseline'}},
  });
  await until(
    async () => (await admin.call('GET', `${space}/serviceaccounts/default`)).status === 200,
    () => space,
  );
  /** Asks until it is refused: an API server learns of a quota in a moment. */
  const refuse = async (container: object, spec: object = {}) => {
    const containers = [{name: 'a', image: 'registry.test/a:1', ...container}];
    const pod = {metadata: {name: 'a'}, spec: {containers, ...spec}};
    let message = '';
    await until(
      async () => {
        const {status, body} = await admin.call<{readonly message: string}>('POST', `${space}/pods?dryRun=All`, pod);
        ({message} = body);
        return status === 403;
      },
      () => pod,
    );
    const {refuser, words} = explainRefusal(`Error creating: ${message}`);
    return `${refuser.name}: ${words}`;
  };
  const cpu = (requests: string, limits: string) => ({resources: {requests: {cpu: requests}, limits: {cpu: limits}}});

  t.regex(await refuse({securityContext: {privileged: true}}), /^Pod Security: violates PodSecurity "baseline:latest"/);
  t.regex(await refuse({}, {priorityClassName: 'none'}), /^priority: no PriorityClass with name none was found/);
  t.regex(
    await refuse({}, {serviceAccountName: 'none'}),
    /^the ServiceAccount: error looking up service account words\/none: serviceaccount "none" not found/,
  );
  t.regex(
    await refuse({}, {runtimeClassName: 'none'}),
    /^the RuntimeClass: pod rejected: RuntimeClass "none" not found/,
  );
  await admin.ask('POST', '/apis/node.k8s.io/v1/runtimeclasses', {
    metadata: {name: 'vm'},
    handler: 'vm',
    scheduling: {nodeSelector: {vm: 'yes'}},
  });
  t.regex(
    await refuse({}, {runtimeClassName: 'vm', nodeSelector: {vm: 'no'}}),
    /^the RuntimeClass: conflict: runtimeClass.scheduling.nodeSelector\[vm\] = yes/,
  );
  await admin.ask('POST', `${space}/serviceaccounts`, {
    metadata: {name: 'strict', annotations: {'kubernetes.io/enforce-mountable-secrets': 'true'}},
  });
  t.regex(
    await refuse({}, {serviceAccountName: 'strict', imagePullSecrets: [{name: 'mine'}]}),
    /^the ServiceAccount: imagePullSecrets\[0\].name="mine" is not allowed because service account strict does not/,
  );
  const quotas = `${space}/resourcequotas`;
  await admin.ask('POST', quotas, {metadata: {name: 'needs'}, spec: {hard: {'requests.cpu': '1'}}});
  t.regex(await refuse({}), /^quota: failed quota: needs: must specify requests.cpu/);
  await admin.ask('DELETE', `${quotas}/needs`);
  await admin.ask('POST', `${space}/limitranges`, {
    metadata: {name: 'range'},
    spec: {limits: [{type: 'Container', min: {cpu: '10m'}, max: {cpu: '100m'}, maxLimitRequestRatio: {cpu: '2'}}]},
  });
  t.regex(await refuse(cpu('50m', '200m')), /^a LimitRange: .*maximum cpu usage per Container is 100m/);
  t.regex(await refuse(cpu('5m', '9m')), /^a LimitRange: .*minimum cpu usage per Container is 10m/);
  t.regex(await refuse(cpu('20m', '90m')), /^a LimitRange: .*cpu max limit to request ratio per Container is 2/);
});
