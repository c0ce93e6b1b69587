import {readFileSync} from 'node:fs';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';
import {installFunctions} from './install.ts';
import {viewPuller} from './puller.ts';

/** Of the processes that Linux counts time for: a hundredth of a second, on every architecture that Node runs on. */
const clockTick = 0.01;

testWith(controlPlane, 'a tick that finds nothing to do wakes check alone, and makes no write', async (t, machine) => {
  const cluster = await startCluster(t, machine, {controllers: false});
  const {broker, functions, namespace, restart, tick} = await installFunctions(t, cluster, {wakeOn: 'tick'});
  const puller = viewPuller(cluster.admin, namespace);
  await puller.edit({IMAGES: 'a=registry.test/a:1'});
  await tick();
  await until(
    async () => (await puller.readDaemonSet()) !== undefined,
    () => broker.deliveries,
  );
  await puller.settleStatus();
  await broker.idle();
  // What there is to note of the images is noted.
  await tick();
  await broker.idle();

  // Processes that have just started, and have looked around by themselves: whether it is an OpenShift is known then.
  await restart(0);
  const [deliveries, requests] = [broker.deliveries.length, (await cluster.readAudit()).length];
  await tick();
  await broker.idle();
  t.deepEqual(
    broker.deliveries.slice(deliveries).map(({trigger, answers}) => ({trigger, answers})),
    [{trigger: 'image-puller-check', answers: [204]}],
  );
  const asked = (await cluster.readAudit())
    .slice(requests)
    .filter(({user}) => user.startsWith(`system:serviceaccount:${namespace}:`))
    .map(({verb, resource, uri}) => `${verb} ${resource || uri}`);
  t.deepEqual(asked.toSorted(), [
    'get configmaps',
    'list configmaps',
    'list daemonsets',
    'list daemonsets',
    'list nodes',
    'list pods',
  ]);
  const check = functions.get('check')?.program;
  const [seconds, peak] = [readSeconds(check?.pid ?? 0), (await check?.readPeakMemory()) ?? 0];
  t.log(
    `with its start and its first look ${seconds.toFixed(1)} s of a CPU and ${Math.round(peak / 2 ** 20)} MiB, ${asked.length} requests`,
  );
});

/** What a process has used of a CPU since it began, in seconds. */
function readSeconds(pid: number): number {
  // After the name, which may have anything in it; see proc(5).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * clockTick;
}
