import test from 'ava';
import {load} from 'js-yaml';
import {until} from '../../../support/until.ts';
import {chart} from '../../helm/helm.ts';
import type {LiveKnative} from '../start.ts';
import {buildValues} from './helm.ts';
import {openWay, patience, readPage} from './way.ts';

/** The page's, for a namespace: then nothing waits for the next try of Kubernetes. */
const tryAgain = (namespace: string): string =>
  `kubectl delete replicasets -l eventing.knative.dev/sourceName=image-puller-watch -n ${namespace}`;

/** The LimitRange that the page has. */
function readLimitRange(page: string): object {
  const [, block] = /^```yaml\n(apiVersion: v1\nkind: LimitRange\n[\s\S]*?)^```$/m.exec(page) ?? [];
  const read: unknown = load(block ?? '');
  if (typeof read !== 'object' || read === null) throw new Error('docs/knative.md has no LimitRange');
  return read;
}

/** In a namespace with a ResourceQuota. */
export function testQuota(shared: () => LiveKnative): readonly string[] {
  test.serial(
    "in a namespace with a quota of limits the functions start; with a LimitRange Knative's adapter does too",
    async t => {
      const way = openWay(t, shared(), 'quota');
      const {namespace, shell} = way;
      const folder = await way.writeManifests();
      const hard = 'requests.cpu=4,requests.memory=4Gi,limits.cpu=16,limits.memory=8Gi';
      await shell(`kubectl apply -f ${folder}/00-namespace.yaml
      kubectl create quota team -n ${namespace} --hard=${hard}
      kubectl apply -f ${folder}`);
      await way.untilReady('ksvc');
      const readRefused = () => way.readEvents('FailedCreate');
      const refused = /forbidden: failed quota: team: must specify .*for: receive-adapter/;
      await until(async () => (await readRefused()).some(message => refused.test(message)), readRefused, patience);
      const page = await readPage('knative');
      t.true(page.includes(`\`${tryAgain('k8s-image-puller')}\``), 'the command of the page');
      const file = await way.writeFile('limit-range', readLimitRange(page));
      await shell(`kubectl apply -n ${namespace} -f ${file}`);
      await shell(tryAgain(namespace));
      await t.notThrowsAsync(way.untilReady());
    },
  );

  test.serial(
    'with a quota that lets no function in, its Service names the quota, and helm test what to look at',
    async t => {
      const way = openWay(t, shared(), 'refused');
      const {namespace, shell} = way;
      const file = await way.writeFile('values', buildValues(way, {create: false}));
      await shell(`kubectl create namespace ${namespace}
      kubectl create quota tiny -n ${namespace} --hard=requests.memory=64Mi
      helm install kip ${chart} -n ${namespace} --values ${file}`);
      const describe = () => shell(`kubectl describe ksvc image-puller-apply -n ${namespace}`);
      await until(async () => /exceeded quota: tiny/.test(await describe()), describe, patience);
      t.regex(await shell(`kubectl get ksvc -n ${namespace}`), /image-puller-apply .* False +RevisionMissing/);

      // The very pod of `helm test`, with less patience.
      await shell(`helm get hooks kip -n ${namespace} | sed "s/- '4'/- '0'/" | kubectl apply -f -`);
      const readTest = async () =>
        (await shared().readPods(namespace)).find(({metadata}) => metadata?.name === 'image-puller-test');
      await until(async () => (await readTest())?.status?.phase === 'Failed', readTest, patience);
      const [cause = '', ...last] = await shared().readLog(await readTest());
      t.regex(
        cause,
        /^http:\/\/image-puller-status\.refused\.svc\.cluster\.local\/status\.json (answers|can't be reached)/,
      );
      t.deepEqual(last, [
        `${cause}, and so after 0 minutes. Next: kubectl get ksvc,apiserversource -n refused shows what is not ready, and kubectl describe why (a ResourceQuota, an image)`,
      ]);
    },
  );
  return ['quota', 'refused'];
}
