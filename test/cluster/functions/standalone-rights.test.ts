import {clusterGrants, standaloneGrants, standaloneName} from '@image-puller/knative/resources';
import {annotations} from '@image-puller/shared/names';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {controlPlane} from '../needs.ts';
import {readLog} from '../programs/index.ts';
import {startCluster} from '../start.ts';
import {describeGrants, jsonWebToken, readAsked} from './asked.ts';
import {viewPuller} from './puller.ts';
import {applyStandaloneRights, startStandalone} from './standalone.ts';

const namespace = 'standalone';

testWith(controlPlane, 'standalone, a puller asks for all that is granted and nothing else', async (t, machine) => {
  const cluster = await startCluster(t, machine, {controllers: false});
  await applyStandaloneRights(cluster, namespace);
  let running = await startStandalone(cluster, namespace);
  t.teardown(() => running.program.stop());
  const puller = viewPuller(cluster.admin, namespace);
  const readOwn = () => readAsked(cluster, namespace, standaloneName);
  const becomes = (isSo: () => Promise<boolean>) => until(isSo, readOwn, 40_000);
  const asks = (right: string) => becomes(async () => (await readOwn()).includes(`${right} in ${namespace}`));
  const hasImage = (image: string) =>
    becomes(async () => (await puller.readDaemonSet())?.spec?.template.spec?.containers[0]?.image === image);

  await puller.edit({IMAGES: 'a=registry.test/a:1'});
  await hasImage('registry.test/a:1');
  await puller.edit({IMAGES: 'a=registry.test/a:2', PRIORITY_CLASS_NAME: 'holders'});
  await hasImage('registry.test/a:2');
  await puller.edit({IMAGES: 'a=registry.test/a:2', CACHING_CPU_LIMIT: 'much'});
  await becomes(async () =>
    (await puller.readStory()).some(line => line.startsWith('Warning ConfigurationRejected: ')),
  );
  // Told again, it is counted up.
  await puller.edit({IMAGES: 'a=registry.test/a:2', CACHING_CPU_LIMIT: 'much', CACHING_INTERVAL_HOURS: '2'});
  await asks('patch /events');
  await puller.edit({IMAGES: 'a=registry.test/a:3'});
  await hasImage('registry.test/a:3');
  await puller.patchDaemonSet({metadata: {annotations: {[annotations.installation]: 'serviceaccount/another'}}});
  await asks('get /serviceaccounts');
  await puller.settleStatus();
  await puller.playHolder();
  await running.program.stop();
  running = await startStandalone(cluster, namespace, {hoursAhead: 2});
  await becomes(() => puller.answerScouts());
  await becomes(
    async () => (await puller.readDaemonSet())?.metadata.annotations?.[annotations.lastRefresh] !== undefined,
  );
  await asks('delete /pods');
  // A node without a pod: why it has none is in Events.
  await puller.settleStatus({desiredNumberScheduled: 2, currentNumberScheduled: 1});
  t.is((await fetch(`${running.url}status.json`)).status, 200);
  await asks('list /events');
  await puller.deleteConfigMap();
  // No controller manager runs here to collect it: the tick finds it, which comes when standalone starts.
  await running.program.stop();
  running = await startStandalone(cluster, namespace);
  await becomes(async () => (await puller.readDaemonSet()) === undefined);
  await running.program.stop();

  const expected = [...describeGrants(standaloneGrants, namespace), ...describeGrants(clusterGrants)].toSorted();
  // A watch is written down when it has ended.
  await asks('watch apps/daemonsets');
  await asks('watch /configmaps');
  t.deepEqual(await readOwn(), expected);
  t.notRegex((await readLog(running.program)).join('\n'), jsonWebToken);
});
