import {buildStandalone, defaultOptions} from '@image-puller/knative/resources';
import {buildDaemonSet, buildFormerSelector, buildSelector, type Labels} from '@image-puller/shared/daemonset';
import {goPullerSelector} from '@image-puller/shared/names';
import test from 'ava';
import {buildInputs} from '../../shared/samples.ts';
import {findSelectors, listPods} from '../../support/kubernetes/index.ts';
import {files, processFile} from '../openshift/folder.ts';
import {listResources} from './installation.ts';

const knativeServices = ['apply', 'check', 'refresh', 'remove', 'status'].map(name => `Service image-puller-${name}`);

/** What pods each way to install makes, but for the chart: test/cluster/helm has that. */
const ways: readonly (readonly [string, () => readonly object[] | Promise<readonly object[]>, readonly string[]])[] = [
  ['knative/manifests', () => listResources(), knativeServices],
  ['knative/standalone.yaml', () => buildStandalone(defaultOptions).resources, ['Deployment image-puller']],
  ...Object.entries(files).map(
    ([file, given]) => [`knative/openshift/${file}`, () => processFile(file, given), listOpenShift(file)] as const,
  ),
];

for (const [way, make, expected] of ways) {
  test(`${way}: no DaemonSet of ours, of any name and version, takes a pod of the functions for its own`, async t => {
    const pods = listPods(await make());
    t.deepEqual(
      pods.map(({of}) => of),
      expected,
    );
    t.deepEqual(
      pods.map(({labels}) => findSelectors(labels)),
      pods.map(() => []),
    );
  });
}

function listOpenShift(file: string): readonly string[] {
  if (file === 'serverless.yaml') return knativeServices;
  return file === 'app.yaml' ? ['Deployment kubernetes-image-puller'] : [];
}

test('what a DaemonSet does take for its own is found, whatever its version and however long its name', t => {
  const find = (name: string, selector?: Labels) => {
    const data = {IMAGES: 'a=registry.test/a:1', DAEMONSET_NAME: name};
    const daemonSet = buildDaemonSet(buildInputs(data, selector === undefined ? {} : {selector}));
    return listPods([daemonSet]).map(({of, labels}) => [of, ...findSelectors(labels)]);
  };
  const former = buildFormerSelector('mine');
  t.deepEqual(find('mine'), [['DaemonSet mine', buildSelector('mine'), former]]);
  t.deepEqual(find('mine', former), [['DaemonSet mine', former]]);
  t.deepEqual(find('mine', goPullerSelector), [['DaemonSet mine', goPullerSelector]]);
  const long = 'x'.repeat(100);
  t.deepEqual(find(long), [[`DaemonSet ${long}`, buildSelector(long), buildFormerSelector(long)]]);
});
