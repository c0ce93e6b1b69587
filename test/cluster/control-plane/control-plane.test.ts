import {testWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {findVersion} from '../tools/index.ts';
import {startControlPlane} from './index.ts';

testWith(
  controlPlane,
  'a control plane starts, says its version and stops, and another one runs beside it',
  async (t, {directory}) => {
    const [one, two] = await Promise.all([
      startControlPlane({parent: directory}),
      startControlPlane({parent: directory, controllers: false}),
    ]);
    const {gitVersion} = await one.admin.ask<{readonly gitVersion: string}>('GET', '/version');
    t.is(gitVersion, findVersion('kubernetes', 'k8s.io/kubernetes'));
    const configMap = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}};
    await one.admin.ask('POST', '/api/v1/namespaces/default/configmaps', configMap);
    t.is((await two.admin.call('GET', '/api/v1/namespaces/default/configmaps/a')).status, 404, 'each is its own');
    await Promise.all([one.stop(), two.stop()]);
  },
);
