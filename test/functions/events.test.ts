import {eventTypes, type StepName} from '@image-puller/shared/events';
import test from 'ava';
import fc from 'fast-check';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

/** What happens in the cluster, each of which rings. */
type Happening = {readonly does: 'edit'; readonly tag: number} | {readonly does: 'delete' | 'spoil' | 'unlabel'};

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {weight: 4, arbitrary: fc.nat(5).map(tag => ({does: 'edit' as const, tag}))},
  {
    weight: 1,
    arbitrary: fc.constantFrom({does: 'delete' as const}, {does: 'spoil' as const}, {does: 'unlabel' as const}),
  },
);

/** How the bell of a happening is delivered: never, once or twice, and to which step; forged ones among them. */
const delivery = fc.record({
  happening,
  times: fc.nat(2),
  step: fc.constantFrom<StepName>('apply', 'apply', 'remove', 'refresh', 'check'),
  kind: fc.constantFrom('ConfigMap' as const, 'DaemonSet' as const),
});

test('whatever happens, and whichever bells are lost, doubled, early or for the wrong step: one tick later all is as the ConfigMap says', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(delivery, {minLength: 1, maxLength: 6}), async deliveries => {
      const {edit, ring, api, readDaemonSet, published, embedded} = await startPuller(t, {
        IMAGES: 'a=registry.test/a:0',
      });
      let tag = 0;
      let isLabelled = true;
      const happen = async (what: Happening) => {
        if (what.does === 'edit') {
          tag = what.tag;
          isLabelled = true;
          await edit({IMAGES: `a=registry.test/a:${tag}`});
        } else if (what.does === 'unlabel') {
          isLabelled = false;
          await edit({IMAGES: `a=registry.test/a:${tag}`}, {labels: {}});
        } else if ((await readDaemonSet()) !== undefined) {
          const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`;
          if (what.does === 'delete') await api('DELETE', path);
          else await api('PATCH', path, {spec: {template: {spec: {hostPID: true}}}});
        }
      };
      const rung: Promise<unknown>[] = [];
      for (const {happening: what, times, step, kind} of deliveries) {
        await happen(what);
        const name = kind === 'ConfigMap' ? configMapName : daemonSetName;
        const type = typeFor(step, kind);
        for (let time = 0; time < times; time++) rung.push(ring(step, {type, object: {kind, name}}));
      }
      for (const answer of await Promise.all(rung)) t.like(answer, {status: 204});

      const before = published.length;
      t.is((await ring('check')).status, 204);
      for (const {type, puller} of published.slice(before)) {
        const object = {name: puller.name};
        if (type === eventTypes.daemonSetDrifted) t.is((await ring('apply', {type, object})).status, 204);
        if (type === eventTypes.pullerGone) t.is((await ring('remove', {type, object})).status, 204);
      }
      const daemonSet = await readDaemonSet();
      const owner = daemonSet?.metadata.ownerReferences?.[0]?.name;
      if (isLabelled) {
        t.is(daemonSet?.spec?.template.spec?.containers[0]?.image, `registry.test/a:${tag}`);
        t.falsy(daemonSet?.spec?.template.spec?.hostPID);
        t.is(owner, configMapName);
      } else {
        t.is(owner, undefined, 'let go');
      }
      await embedded.stop();
    }),
    {numRuns: 15, endOnFailure: true},
  );
});

const typeFor = (step: StepName, kind: 'ConfigMap' | 'DaemonSet') => {
  if (step === 'apply') return eventTypes.objectUpdated;
  if (step === 'remove') return kind === 'ConfigMap' ? eventTypes.objectDeleted : eventTypes.pullerGone;
  return step === 'refresh' ? eventTypes.refreshDue : eventTypes.phaseOpen;
};
