import {annotations} from '@image-puller/shared/names';
import test, {type ExecutionContext} from 'ava';
import {testsWith, testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {controlPlane, realNode} from '../needs.ts';
import {createScope, startCluster} from '../start.ts';
import {type FleetPuller, isOn, startFleetPuller, type Taken} from './fleet-puller.ts';
import type {Sightings} from './holders.ts';
import {type Fleet, startFleet, unhurried} from './index.ts';
import {countReads, pickWrites} from './requests.ts';
import {renderTable} from './table.ts';

const few = 50;
const many = Number(process.env.FLEET_NODES ?? 500);
const limitOf = (nodes: number) => Math.floor(nodes / 10);

/** What apply writes for an edit: that it is in force and applied was told of the images' way in, and is counted. */
const anEdit = {'patch events': 2, 'update daemonsets': 1};

/** Of one page, as functions/cluster asks for them: 1000 containers, or 200 nodes. */
const pageOfPods = 1000 / 2;
const pageOfNodes = 200;

const imagesOf = (version: number) => `a=registry.test/a:${version};b=registry.test/b:${version}`;

testsWith(controlPlane, 'the functions and a fleet', machine => {
  const scope = createScope();
  let cluster: ControlPlane;
  let fleet: Fleet;
  let puller: FleetPuller;
  const taken: {[title: string]: Taken} = {};
  const peaks = new Map<string, number>();

  /** Warms a fleet up and edits the puller, both recorded by the number of nodes. */
  async function play(nodes: number): Promise<FleetPuller> {
    await fleet.addNodes(nodes - fleet.nodes.length);
    const played = await startFleetPuller(scope, cluster, `fleet-of-${nodes}`, {
      ROLLOUT_MAX_NODES: `${limitOf(nodes)}`,
    });
    for (const [version, what] of ['warm-up', 'edit'].entries()) {
      taken[`${what}, ${nodes} nodes`] = await played.record(async () => {
        await played.edit(imagesOf(version));
        await played.untilStatus(isOn(nodes));
      });
    }
    return played;
  }

  const find = (title: string): Taken => {
    const one = taken[title];
    if (one === undefined) throw new Error(`${title} was not recorded, but ${Object.keys(taken)}`);
    return one;
  };

  /** None let go, all hold, and never more than the limit pulled at once; that waves were used up shows that they were. */
  function assertSightings(t: ExecutionContext, {mostSurging, ...others}: Sightings): void {
    const limit = limitOf(fleet.nodes.length);
    t.deepEqual(others, {lost: [], holding: fleet.nodes.toSorted()});
    t.true(mostSurging <= limit && mostSurging > limit / 2, `${mostSurging} of ${limit} pulled at once`);
  }

  test.before(async t => {
    t.timeout(600_000);
    cluster = await startCluster(scope, machine, unhurried);
    fleet = await startFleet(scope, cluster, {backOff: 2000});
    puller = await play(few);
  });
  test.after.always(() => scope.end());

  test.serial(
    'an image that fails on one node in twenty-five holds up no other node, is told once, and recovers',
    async t => {
      const ill = fleet.nodes.filter((_, index) => index % 25 === 0);
      const sound = few - ill.length;
      await fleet.failImage('registry.test/b:2', ill);
      const readImages = async () =>
        (await puller.readStatus()).images.map(({name, held, started, pulling, failing, waiting}) => ({
          name,
          held,
          started,
          pulling,
          failing,
          waiting,
        }));
      taken['b fails'] = await puller.record(async () => {
        await puller.edit(imagesOf(2));
        await puller.untilStatus(
          ({updatedNumberScheduled, numberAvailable}) => updatedNumberScheduled === sound && numberAvailable === few,
        );
        await until(async () => (await readImages())[1]?.failing === ill.length, readImages, 60_000);
        t.deepEqual(await readImages(), [
          // Beside one that fails it is provisional.
          {name: 'a', held: sound, started: ill.length, pulling: 0, failing: 0, waiting: 0},
          {name: 'b', held: sound, started: 0, pulling: 0, failing: ill.length, waiting: 0},
        ]);
        await fleet.mendImage('registry.test/b:2');
        await puller.untilStatus(isOn(few));
      });
      t.log(`\n${renderTable({'b fails': find('b fails')})}`);
      const {requests, sightings} = find('b fails');
      assertSightings(t, sightings);
      t.deepEqual(pickWrites(requests, 'apply'), anEdit);
      // An Event that it fails, and one that it has recovered; each image changes twice, and b by way of failing.
      const {'patch daemonsets': notes = 0, ...told} = pickWrites(requests, 'check');
      t.deepEqual(told, {'create events': 2});
      t.true(notes <= 5, `${notes} notes`);
      t.true((await puller.readStatus()).ready);
      const story = (await puller.view.readStory()).filter(line => line.includes(' Image'));
      t.is(story.length, 2);
      t.regex(
        story[0] ?? '',
        /^Warning ImageFailing: b \(registry\.test\/b:2\) fails on \d+ of \d+ nodes: (not found: ErrImagePull|ImagePullBackOff): /,
      );
      t.is(story[1], `Normal ImageRecovered: b (registry.test/b:2) is held on all ${few} nodes again`);
    },
  );

  test.serial(
    'a rollout during which nodes join and leave ends on all that are there, and none of these lets go of its images',
    async t => {
      const moving = Math.floor(few * 0.04);
      taken['joins and leaves'] = await puller.record(async holders => {
        await puller.edit(imagesOf(3));
        await puller.untilStatus(({updatedNumberScheduled = 0}) => updatedNumberScheduled > few / 5);
        const leaving = fleet.nodes.filter((_, index) => index % 25 === 0).slice(0, moving);
        holders.forget(leaving);
        // The DaemonSet controller stands still from here until the pods of nodes that are gone are collected: up to 60 s.
        const [joined] = await Promise.all([fleet.addNodes(moving), fleet.removeNodes(leaving)]);
        await until(
          () => holders.areHolding(joined),
          () => puller.readStatus(),
          120_000,
        );
        t.deepEqual(
          (await puller.readStatus()).nodes,
          {eligible: few, total: few, excluded: []},
          'pods of no node do not count',
        );
        await puller.untilStatus(isOn(few));
      });
      t.log(`\n${renderTable({'joins and leaves': find('joins and leaves')})}`);
      const {requests, sightings} = find('joins and leaves');
      assertSightings(t, sightings);
      t.deepEqual(pickWrites(requests, 'apply'), anEdit);
      t.like(await puller.readStatus(), {ready: true, nodes: {eligible: few, total: few}});
    },
  );

  test.serial(
    `a warm-up and an edit cost as many writes on ${many} nodes as on ${few}, and reads grow by pages alone`,
    async t => {
      t.timeout(600_000);
      await puller.view.deleteConfigMap();
      puller = await play(many);
      const columns = [few, many].flatMap(nodes => ['warm-up', 'edit'].map(what => `${what}, ${nodes} nodes`));
      t.log(`\n${renderTable(Object.fromEntries(columns.map(title => [title, find(title)])))}`);
      for (const nodes of [few, many]) {
        const warmUp = find(`warm-up, ${nodes} nodes`);
        const edit = find(`edit, ${nodes} nodes`);
        t.deepEqual(pickWrites(warmUp.requests, 'apply'), {
          'create daemonsets': 1,
          // It is in force, was created, and when all nodes had its holder, changed.
          'create events': 3,
          // The record of what was created, and the images.
          'update daemonsets': 2,
        });
        t.deepEqual(pickWrites(edit.requests, 'apply'), anEdit);
        for (const {requests, wakes} of [warmUp, edit]) {
          const count = (what: string) => requests.get(what) ?? 0;
          // Each of the two images is pulling, and then held: a change each at the most.
          t.deepEqual(Object.keys(pickWrites(requests, 'check')), ['patch daemonsets']);
          t.true(count('check: patch daemonsets') <= 4);
          // Whoever hears of a DaemonSet reads it, and if it is not alone its list, and the ConfigMap; a write reads again.
          t.true(countReads(requests, 'apply') <= 3 * wakes.apply + 8);
          // A look reads each of these once, in pages; the nodes are read for many looks at once.
          const looks = count('check: list daemonsets');
          t.is(count('check: get configmaps'), looks);
          t.is(count('check: list pods'), looks);
          t.true(
            count('check: list pods, a further page') <= looks * Math.floor((nodes + limitOf(nodes)) / pageOfPods),
          );
          const nodeLists = count('check: list nodes');
          t.true(nodeLists >= 1 && nodeLists <= wakes.check);
          t.is(count('check: list nodes, a further page'), nodeLists * (Math.ceil(nodes / pageOfNodes) - 1));
        }
      }
    },
  );

  test.serial(`a refresh of ${many} nodes for which nothing has moved is one scout and one write`, async t => {
    await notePeaks();
    const readTime = async () => (await puller.view.readDaemonSet())?.metadata.annotations?.[annotations.lastRefresh];
    taken.refresh = await puller.record(async () => {
      // check looks around at its start, and may find it due then.
      await puller.installation.restart(2);
      await puller.installation.tick();
      await until(
        async () => (await readTime()) !== undefined,
        () => puller.view.readStory(),
        60_000,
      );
    });
    await notePeaks();
    t.log(`\n${renderTable({'refresh, nothing moved': find('refresh')})}`);
    const {requests, sightings} = find('refresh');
    t.deepEqual(pickWrites(requests, 'refresh'), {'create pods': 1, 'delete pods': 1, 'patch daemonsets': 1});
    t.deepEqual(pickWrites(requests, 'apply'), {});
    t.deepEqual([sightings.lost, sightings.holding.length], [[], many]);
  });

  for (const what of ['warm-up', 'edit']) {
    test.serial(`in the ${what} at most ROLLOUT_MAX_NODES nodes pull at once, and none lets go of its images`, t => {
      assertSightings(t, find(`${what}, ${many} nodes`).sightings);
    });
  }

  testWith(realNode, 'through all of that no function takes more memory than its container may', async t => {
    for (const [name, {program}] of puller.installation.functions) {
      t.true(program.isRunning(), `${name} was ended: the kernel does so past the limit`);
      const [peak = 0, most = 0] = [peaks.get(name), program.memoryLimit];
      const words = `${name}: ${Math.round(peak / 2 ** 20)} of ${most / 2 ** 20} MiB`;
      t.log(words);
      t.true(peak > 0 && peak < most, words);
    }
  });

  /** The most that each function took, of all its lives. */
  async function notePeaks(): Promise<void> {
    for (const [name, {program}] of puller.installation.functions) {
      peaks.set(name, Math.max(peaks.get(name) ?? 0, await program.readPeakMemory()));
    }
  }
});
