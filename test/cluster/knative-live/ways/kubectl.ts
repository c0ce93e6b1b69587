import {functionNames, nameOf} from '@image-puller/knative/resources';
import test from 'ava';
import type {LiveKnative} from '../start.ts';
import {firstRevisions, listChanged, openWay} from './way.ts';

/** By the manifests. */
export function testKubectl(shared: () => LiveKnative): readonly string[] {
  test.serial(
    'kubectl apply, and again at once and when all is ready: every object is unchanged, for kn too',
    async t => {
      const way = openWay(t, shared(), 'applied');
      const folder = await way.writeManifests();
      const apply = async () => (await way.shell(`kubectl apply -f ${folder}`)).split('\n');
      const isChanged = (line: string) => !line.endsWith(' unchanged');
      const made = await apply();
      t.true(made.length > 20 && made.every(line => line.endsWith(' created')), made.join('\n'));
      t.deepEqual((await apply()).filter(isChanged), []);
      await way.untilReady();
      const before = await way.readWritten();
      t.deepEqual((await apply()).filter(isChanged), []);
      for (const name of [...functionNames, ...functionNames].map(nameOf))
        await way.shell(`kn service apply -f ${folder}/30-${name}.yaml -n ${way.namespace}`);
      t.deepEqual(listChanged(before, await way.readWritten()), []);
      t.deepEqual(await way.readRevisions(), firstRevisions);
    },
  );

  test.serial(
    'kubectl apply --server-side, as GitOps tools do, three times: no conflict, and nothing is written anew',
    async t => {
      const way = openWay(t, shared(), 'server-side');
      const folder = await way.writeManifests();
      const apply = () => way.shell(`kubectl apply --server-side -f ${folder}`);
      await apply();
      const made = await way.readWritten();
      await way.untilReady();
      for (const again of ['second', 'third']) {
        await apply();
        t.deepEqual(listChanged(made, await way.readWritten()), [], again);
      }
      t.deepEqual(await way.readRevisions(), firstRevisions);
    },
  );
  return ['applied', 'server-side'];
}
