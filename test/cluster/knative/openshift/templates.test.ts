import test from 'ava';
import {files, processFile} from '../../../knative/openshift/folder.ts';
import {testsWith} from '../../../support/needs.ts';
import {type ControlPlane, startControlPlane} from '../../control-plane/index.ts';
import {knativeKinds} from '../../needs.ts';
import {installKnativeKinds, validateStrictly} from '../index.ts';

testsWith(knativeKinds, 'an API server takes what comes out of the templates of OpenShift', ({directory}) => {
  let cluster: ControlPlane;
  test.before(async () => {
    cluster = await startControlPlane({parent: directory, controllers: false});
    await installKnativeKinds(cluster.admin);
  });
  test.after.always(() => cluster?.stop());

  for (const [file, given] of Object.entries(files)) {
    test(`${file}: an API server takes every object that comes out, strictly validated, without a warning`, async t => {
      const objects = await processFile(file, given);
      t.true(objects.length > 0);
      t.deepEqual(await validateStrictly(cluster.admin, objects, 'images'), []);
    });
  }
});
