import {eventTypes} from '@image-puller/shared/events';
import {until} from '../../support/until.ts';
import {testWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';
import {installFunctions} from './install.ts';
import {viewPuller} from './puller.ts';

testWith(controlPlane, 'functions as processes, with their ServiceAccounts and RBAC on: created, edited, deleted', async (t, machine) => {
  const cluster = await startCluster(t, machine);
  const {namespace, broker} = await installFunctions(t, cluster);
  const puller = viewPuller(cluster.admin, namespace);
  await puller.edit({IMAGES: 'a=registry.test/a:1'});
  const image = async () => (await puller.readDaemonSet())?.spec?.template.spec?.containers[0]?.image;
  await until(async () => (await image()) === 'registry.test/a:1', () => broker.deliveries);
  await puller.edit({IMAGES: 'a=registry.test/a:2'});
  await until(async () => (await image()) === 'registry.test/a:2', () => broker.deliveries);
  await puller.deleteConfigMap();
  await until(async () => (await image()) === undefined, () => broker.deliveries);
  await broker.idle();
  t.log(broker.deliveries.map(({trigger, type, answers}) => `${trigger} ${type} ${answers}`));
  t.log(await puller.readStory());
  t.deepEqual(broker.deadLetters, []);
  t.true(broker.deliveries.some(({type}) => type === eventTypes.phaseOpen));
});
