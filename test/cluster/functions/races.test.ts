import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {type ControlPlane, startControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {viewPuller} from './puller.ts';
import {ways} from './ways.ts';

/** Enough that some writes of others fall between a read of ours and the write that follows it. */
const times = 40;

testsWith(controlPlane, 'writers who meet', ({directory}) => {
  let cluster: ControlPlane;
  test.before(async () => {
    cluster = await startControlPlane({parent: directory});
  });
  test.after.always(() => cluster?.stop());

  for (const {name, start} of ways.filter(way => way.watches)) {
    const namespace = name.toLowerCase().replaceAll(' ', '-');
    test.serial(`${name}: what others write on the DaemonSet while the list is edited is never lost`, async t => {
      const running = await start(t, cluster, namespace);
      const puller = viewPuller(cluster.admin, namespace);
      await puller.edit({IMAGES: 'a=registry.test/a:0'});
      await until(async () => (await puller.readDaemonSet()) !== undefined, running.state);
      for (let time = 1; time <= times; time++) {
        const edited = puller.edit({IMAGES: `a=registry.test/a:${time}`});
        const label = {metadata: {labels: {[`others/${time}`]: 'here'}}};
        // Whenever the write of ours comes, some of these come just before it.
        for (let part = 0; part < 3; part++) {
          await puller.patchDaemonSet({metadata: {labels: {[`others/${time}.${part}`]: 'here'}}});
        }
        await Promise.all([edited, puller.patchDaemonSet(label)]);
      }
      const image = async () => (await puller.readDaemonSet())?.spec?.template.spec?.containers[0]?.image;
      await until(async () => (await image()) === `registry.test/a:${times}`, running.state, 60_000);
      const labels = Object.keys((await puller.readDaemonSet())?.metadata.labels ?? {});
      t.is(labels.filter(key => key.startsWith('others/')).length, times * 4);
    });
  }
});
