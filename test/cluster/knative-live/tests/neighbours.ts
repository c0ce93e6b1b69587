import test, {type ExecutionContext} from 'ava';
import {until} from '../../../support/until.ts';
import {
  addWebhook,
  installSynchronous,
  isDown,
  type LivePuller,
  patience,
  viewInstallation,
} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {seconds, since} from './format.ts';
import {earlier, withBoth} from './names.ts';

/** How much longer an edit may take beside a puller that fails than without one. */
const factor = 3;

/** What is good enough whatever the machine, in milliseconds; a Broker that answers last may be slower. */
const floor = {asynchronous: 5000, synchronous: 30_000} as const;

/** How many edits are timed: without a puller that fails, and beside one. */
interface Edits {
  readonly alone: number;
  readonly beside: number;
}

/** An installation whose Broker answers last, see `installSynchronous`. */
export function testEarlier(shared: () => LiveKnative): void {
  test.serial('an installation with a Broker of an earlier version is Ready beside it', async t => {
    const begun = performance.now();
    await installSynchronous(shared(), earlier);
    await viewInstallation(shared(), earlier).untilReady();
    t.log(`Ready after ${since(begun)}`);
    t.pass();
  });
}

/** A puller whose every write fails, and another one that has nothing to do with it; in both installations. */
export function testNeighbours(shared: () => LiveKnative, edits: Edits): void {
  test.serial(
    `${edits.beside} edits of a puller are as quick beside one that a webhook refuses as without it`,
    async t => {
      t.timeout(600_000);
      await withBoth((broker, namespace) => editBeside(t, shared(), edits, broker, namespace));
    },
  );
}

async function editBeside(
  t: ExecutionContext,
  live: LiveKnative,
  edits: Edits,
  broker: keyof typeof floor,
  namespace: string,
): Promise<void> {
  const installation = viewInstallation(live, namespace);
  const [first, second] = [installation.view('first'), installation.view('refused')];
  await first.timeEdit(['a']);
  const alone = await timeEdits(first, edits.alone);
  const mend = await addWebhook(t, live, namespace, 'refused', isDown);
  await second.write(['c']);
  await until(async () => (await countRefusals(live, namespace)) > 0, second.readStory, patience);
  const beside = await timeEdits(first, edits.beside);
  t.log(
    `${broker}: of ${alone.length} edits alone ${describe(alone)}; of ${beside.length} beside a puller that fails ${describe(beside)}`,
  );
  t.is(await second.readDaemonSet(), undefined);
  t.log(`${broker}: of the one that fails is told: ${(await second.readStory()).join('; ') || 'nothing'}`);
  t.true(Math.max(...beside) <= Math.max(floor[broker], factor * Math.max(...alone)));

  await mend();
  t.log(`${broker}: that one edited, when nothing refuses it any more: ${seconds(await second.timeEdit(['b', 'c']))}`);
  await second.deleteConfigMap();
  await until(async () => (await second.readDaemonSet()) === undefined, second.readStory, patience);
}

/** Milliseconds of each. */
async function timeEdits(puller: LivePuller, times: number): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    // A rollout that goes on rings, too, and lets apply see what it was not told of.
    await puller.untilRolledOut();
    taken.push(await puller.timeEdit((await puller.readImages()).length === 1 ? ['a', 'b'] : ['a']));
  }
  return taken;
}

const describe = (taken: readonly number[]): string =>
  `the worst ${seconds(Math.max(...taken))}, in the middle ${seconds(taken.toSorted((a, b) => a - b)[taken.length >> 1] ?? 0)}`;

/** How often apply was refused a DaemonSet. */
async function countRefusals({cluster}: LiveKnative, namespace: string): Promise<number> {
  const entries = await cluster.readAudit();
  return entries.filter(
    entry => entry.namespace === namespace && entry.resource === 'daemonsets' && entry.status === 500,
  ).length;
}
