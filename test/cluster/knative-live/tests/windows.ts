import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {until} from '../../../support/until.ts';
import {buildFileImage} from '../../images/index.ts';
import {patience, recordFunctions, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {seconds} from './format.ts';

/** How long a function may stay idle (`autoscaling.knative.dev/window`), in seconds. */
const windows = [6, 30, 60] as const;

/** Minutes from one tick to the next. */
const ticks = [1, 5, 10] as const;

const mebibyte = 1024 * 1024;

/** What one window costs and spares. */
interface Measured {
  readonly window: number;
  /** From the write of an edit until it is in the DaemonSet, in milliseconds: nobody runs, and apply does. */
  readonly cold: number;
  readonly warm: number;
  /** How long the pod is there that a tick starts, in seconds. */
  readonly stay: number;
  /** Of it, with Knative's own container, in bytes. */
  readonly memory: number;
}

/**
 * Measures by which window and tick the manifests' own were chosen; prints what an hour at rest costs, and how long an edit
 * waits: while apply runs, when it has to start, and when its event was lost.
 */
export function testWindows(shared: () => LiveKnative): void {
  test.serial('the longer the window, the longer a pod stays after a tick: what it costs and spares', async t => {
    t.timeout(900_000);
    for (const letter of 'ab') await shared().registry.push(letter, '1', await buildFileImage(`image ${letter}`));
    const measured = await Promise.all(windows.map(window => measure(window)));
    for (const row of measured) t.log(describeWindow(row));
    for (const tick of ticks) for (const row of measured) t.log(describeHour(tick, row));
    const stays = measured.map(({stay}) => stay);
    t.deepEqual(
      stays,
      stays.toSorted((a, b) => a - b),
    );

    async function measure(window: number): Promise<Measured> {
      const namespace = `window-${window}`;
      const {shell} = shared();
      await installWithWindow(shared(), namespace, window);
      const installation = viewInstallation(shared(), namespace);
      await installation.untilReady();
      const puller = installation.view('first');
      await puller.timeEdit(['a']);
      await puller.untilRolledOut();
      await installation.untilZero();
      const cold = await puller.timeEdit(['a', 'b']);
      await puller.untilRolledOut();
      const warm = await puller.timeEdit(['a']);
      await installation.untilZero();

      const {instances} = recordFunctions(t, shared(), namespace);
      const setSchedule = (schedule: string) =>
        shell(
          `kubectl patch pingsource image-puller-tick -n ${namespace} --type merge -p '{"spec":{"schedule":"${schedule}"}}'`,
        );
      const findCheck = () => instances().find(({service}) => service === 'image-puller-check');
      const hasTicked = () => findCheck()?.log.some(line => line.includes('dev.knative.sources.ping')) ?? false;
      await setSchedule('* * * * *');
      await until(hasTicked, instances, patience);
      await setSchedule(never);
      await installation.untilZero();
      const check = findCheck();
      if (check === undefined) throw new Error('no tick started check');
      return {window, cold, warm, stay: (check.to - check.from) / 1000, memory: check.memory + check.proxyMemory};
    }
  });
}

/** Once a year. */
const never = '0 0 1 1 *';

async function installWithWindow({render, shell}: LiveKnative, namespace: string, window: number): Promise<void> {
  const folder = await render(namespace, '--tick-schedule', never);
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    const changed = text.replace(/(autoscaling\.knative\.dev\/window): .*/, `$1: ${window}s`);
    if (changed !== text) await writeFile(join(folder, name), changed);
  }
  await shell(`kubectl apply -f ${folder}`);
}

const describeWindow = ({window, cold, warm, stay, memory}: Measured): string =>
  `window ${window} s: an edit counts after ${seconds(warm)} warm, ${seconds(cold)} cold; the pod of a tick is there for ${stay.toFixed(0)} s, with ${(memory / mebibyte).toFixed(0)} MiB`;

function describeHour(tick: number, {window, cold, stay, memory}: Measured): string {
  const there = Math.min(3600, (60 / tick) * stay);
  const memorySeconds = (there * memory) / mebibyte;
  return `tick ${tick} min, window ${window} s: ${memorySeconds.toFixed(0)} MiB·s an hour at rest (${(memorySeconds / 3600).toFixed(1)} MiB on average); an edit whose event was lost counts after ${tick * 60} s and ${seconds(cold)} at worst, ${tick * 30} s in the middle`;
}
