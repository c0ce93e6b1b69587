import test from 'ava';
import {findSelectors, listPods} from '../../support/kubernetes/index.ts';
import {testsWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {chart, runHelm} from './helm.ts';
import {render} from './render.ts';

testsWith(controlPlane, 'pods of the chart', home => {
  const services = ['apply', 'check', 'refresh', 'remove', 'status'].map(name => `Service image-puller-${name}`);
  for (const [mode, names] of [
    ['standalone', ['Deployment kubernetes-image-puller']],
    ['knative', services],
  ] as const) {
    // The name that the documentation gives a release is that of the DaemonSet.
    test(`mode ${mode}: no DaemonSet of ours, of any name and version, takes one for its own`, async t => {
      const values = {mode, podLabels: {team: 'kubernetes-image-puller'}};
      const pods = listPods(await render(home, values, 'kubernetes-image-puller'));
      t.deepEqual(pods.map(({of}) => of).toSorted(), [...names, 'Pod image-puller-test'].toSorted());
      t.deepEqual(
        pods.map(({labels}) => findSelectors(labels)),
        pods.map(() => []),
      );
    });

    test(`mode ${mode}: podLabels can't set the label that a DaemonSet of ours selects by`, async t => {
      const label = 'kubernetes-image-puller/daemonset';
      const apis = ['serving', 'eventing', 'sources'].flatMap(api => ['--api-versions', `${api}.knative.dev/v1`]);
      const values = ['--set', `mode=${mode}`, '--set-json', `podLabels=${JSON.stringify({a: 'b', [label]: 'x'})}`];
      const {status, stderr} = await runHelm(home, 'template', 'kip', chart, ...apis, ...values);
      t.not(status, 0);
      t.regex(stderr, /podLabels: kubernetes-image-puller\/daemonset is not yours to set: .*: write another name/);
    });
  }
});
