import assert from 'node:assert/strict';
import type {StoredNode, StoredPod} from '@image-puller/embedded-cluster/controllers';
import test from 'ava';
import fc from 'fast-check';
import {holding, type Simulation, startSimulation} from './simulation.ts';

/** What may happen to a cluster, in any order. */
type Happening =
  | {readonly what: 'edit'; readonly image: string}
  | {readonly what: 'join' | 'leave' | 'lost' | 'back'; readonly node: number}
  | {readonly what: 'break' | 'mend'; readonly image: string}
  | {readonly what: 'wait'; readonly milliseconds: number};

const images = ['registry.test/a:1', 'registry.test/b:1', 'registry.test/c:1'];
const node = fc.integer({min: 0, max: 5});
const image = fc.constantFrom(...images);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {weight: 3, arbitrary: fc.record({what: fc.constant('edit'), image})},
  {weight: 3, arbitrary: fc.record({what: fc.constantFrom('join', 'leave', 'lost', 'back'), node})},
  {weight: 2, arbitrary: fc.record({what: fc.constantFrom('break', 'mend'), image})},
  {weight: 4, arbitrary: fc.record({what: fc.constant('wait'), milliseconds: fc.integer({min: 0, max: 12_000})})},
);

async function perform({nodes, clock, store, apply, images: registry}: Simulation, maxSurge: number, next: Happening) {
  const updateStrategy = {type: 'RollingUpdate', rollingUpdate: {maxSurge, maxUnavailable: 0}};
  const exists = (name: string): boolean => store.get('Node', undefined, name) !== undefined;
  switch (next.what) {
    case 'edit':
      return void apply(holding(next.image), {updateStrategy});
    case 'join':
      return exists(`node-${next.node}`) ? undefined : nodes.add(`node-${next.node}`);
    case 'leave':
      return exists(`node-${next.node}`) ? nodes.remove(`node-${next.node}`) : undefined;
    case 'lost':
    case 'back':
      return exists(`node-${next.node}`) ? nodes.setReady(`node-${next.node}`, next.what === 'back') : undefined;
    case 'break':
      return registry.set(next.image, {failure: 'ServerError'});
    case 'mend':
      return registry.set(next.image, {failure: undefined});
    case 'wait':
      return clock.advance(next.milliseconds);
  }
}

const isReady = ({status}: StoredPod): boolean =>
  status?.conditions?.some(({type, status: state}) => type === 'Ready' && state === 'True') ?? false;

const nodeOf = ({spec}: StoredPod): string | undefined =>
  spec.nodeName ??
  spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]
    ?.values?.[0];

/** Looks at the store after each change for what must never be. */
function watchForViolations({store, pods}: Simulation, maxSurge: number): readonly string[] {
  const violations: string[] = [];
  let before = new Map<string, StoredPod>();
  store.subscribe(({object}) => {
    if (object.kind !== 'Pod') return;
    const exists = (pod: StoredPod): boolean => store.get('Node', undefined, nodeOf(pod) ?? '') !== undefined;
    const alive = pods().filter(pod => pod.metadata.deletionTimestamp === undefined && exists(pod));
    const groups = Map.groupBy(alive, nodeOf);
    for (const [name, group] of groups) {
      if (group.length > 2) violations.push(`${group.length} pods on ${name}`);
    }
    const after = new Map(alive.map(pod => [pod.metadata.uid, pod]));
    for (const [uid, pod] of before) {
      const name = nodeOf(pod);
      const home = store.get<StoredNode>('Node', undefined, name ?? '');
      // A node with a taint is one that the DaemonSet does not want: it may lose its pod.
      const gone = !after.has(uid) && home !== undefined && home.spec?.taints === undefined;
      if (gone && isReady(pod) && !groups.get(name)?.some(isReady)) {
        violations.push(`the last Ready pod of ${name} was deleted`);
      }
    }
    const surging = [...groups.values()].filter(group => group.some(isReady) && !group.every(isReady));
    const begun = surging.some(group => group.some(({metadata}) => !before.has(metadata.uid)));
    if (begun && surging.length > maxSurge) violations.push(`${surging.length} nodes surge where ${maxSurge} may`);
    before = after;
  });
  return violations;
}

test('whatever happens, a roll with surge leaves no node without its Ready pod, keeps to maxSurge, and ends', async t => {
  const scenario = fc.record({
    maxSurge: fc.integer({min: 1, max: 3}),
    size: fc.integer({min: 1, max: 5}),
    happenings: fc.array(happening, {maxLength: 25}),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({maxSurge, size, happenings}) => {
      const simulation = startSimulation();
      try {
        const {nodes, store, clock, pods, images: registry, daemonSet} = simulation;
        for (const name of images) registry.set(name, {pullDuration: 1_500});
        for (let index = 0; index < size; index += 1) nodes.add(`node-${index}`);
        await perform(simulation, maxSurge, {what: 'edit', image: 'registry.test/a:1'});
        await clock.advance(10_000);
        const violations = watchForViolations(simulation, maxSurge);
        for (const next of happenings) await perform(simulation, maxSurge, next);

        // When all is well again, every node ends up with one Ready pod of the last template.
        for (const name of images) registry.set(name, {failure: undefined});
        for (const {metadata} of store.list('Node')) nodes.setReady(metadata.name, true);
        await clock.advance(600_000);
        assert.deepEqual(violations, []);
        const [wanted] = daemonSet().spec.template.spec?.containers ?? [];
        assert.deepEqual(
          pods()
            .map(pod => [nodeOf(pod), isReady(pod), pod.spec.containers[0]?.image])
            .sort(),
          store
            .list('Node')
            .map(({metadata}) => [metadata.name, true, wanted?.image])
            .sort(),
        );
      } finally {
        simulation.stop();
      }
    }),
    {numRuns: 150},
  );
  t.pass();
});
