import test from 'ava';
import {configMapName, daemonSetName, startPuller, type TestPuller} from './support/puller.ts';

const a1 = {IMAGES: 'a=registry.test/a:1'};
const a2 = {IMAGES: 'a=registry.test/a:2'};

/**
 * The API server fails at each write of one DaemonSet, a dry run included, as where it can't call an admission webhook; a
 * request that creates one has no name, and fails unless it is told otherwise.
 */
const failAt = ({embedded}: TestPuller, daemonSet: string, alsoCreates = true) =>
  embedded.setIntercept(({verb, resource, name, userAgent}) => {
    if (resource !== 'daemonsets' || userAgent === 'administrator') return undefined;
    const isIts = verb === 'create' ? alsoCreates : verb === 'update' && name === daemonSet;
    return isIts ? {status: 500} : undefined;
  });

const phaseOpen = ({published}: TestPuller) => published.filter(({type}) => type.endsWith('.phase.open')).length;

test('a DaemonSet that the API server fails at is told with its words, left to check, and is no reason for a retry', async t => {
  for (const isThere of [false, true]) {
    const puller = await startPuller(t, a1);
    if (isThere) await puller.ring('apply');
    failAt(puller, daemonSetName);
    await puller.edit(a2);
    const before = phaseOpen(puller);
    const {status, entry} = await puller.ring('apply');
    t.is(status, 204);
    t.like(entry, {
      severity: 'WARNING',
      outcome: 'postponed',
      reason: `${configMapName}: not taken by the API server`,
    });
    const story = await puller.readStory();
    t.true(
      story.some(told => /^Warning DaemonSetRejected: .*\b500\b.*It is tried again/.test(told)),
      story.join('\n'),
    );
    const accepted = story.filter(told => told.startsWith('Normal ConfigurationAccepted: '));
    t.is(accepted.length, isThere ? 1 : 0, 'this edit is not in force');
    t.is(phaseOpen(puller), before + 1);

    puller.embedded.setIntercept(undefined);
    t.like((await puller.ring('apply', {type: 'kubernetes-image-puller.daemonset.drifted'})).entry, {outcome: 'done'});
    t.is((await puller.readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
    t.is(
      (await puller.readStory()).filter(told => told.startsWith('Normal ConfigurationAccepted: ')).length,
      1,
      'now it is',
    );
  }
});

test('rung by check it opens no phase again, so that no chain goes on for ever', async t => {
  const puller = await startPuller(t, a1);
  failAt(puller, daemonSetName);
  t.like((await puller.ring('apply', {type: 'kubernetes-image-puller.daemonset.drifted'})).entry, {
    outcome: 'postponed',
  });
  t.is(phaseOpen(puller), 0);
});

test('check rings for it again while it watches, and then leaves it to the tick', async t => {
  let time = Date.now();
  const puller = await startPuller(t, a1, {
    context: context => ({
      ...context,
      phaseWatch: 50_000,
      now: () => new Date(time),
      pause: async milliseconds => {
        time += milliseconds;
      },
    }),
  });
  failAt(puller, daemonSetName);
  await puller.ring('apply');
  const before = puller.published.length;
  await puller.ring('check', {type: 'kubernetes-image-puller.phase.open'});
  const rung = puller.published.slice(before).map(({type}) => type.replace('kubernetes-image-puller.', ''));
  t.deepEqual([...new Set(rung)], ['daemonset.drifted']);
  t.true(rung.length > 10, `${rung.length} times in 50 s`);
});

test('what fails for one puller holds up no other', async t => {
  const puller = await startPuller(t, a1);
  await puller.ring('apply');
  await puller.edit(a2);
  await puller.edit({...a1, DAEMONSET_NAME: 'second'}, {name: 'second'});
  failAt(puller, daemonSetName, false);
  t.like((await puller.ring('apply')).entry, {outcome: 'postponed'});
  t.like((await puller.ring('apply', {object: {name: 'second'}})).entry, {decision: 'second: created'});
});

test('an Event that the API server fails at keeps nothing else from being done', async t => {
  const puller = await startPuller(t, a1);
  puller.embedded.setIntercept(({verb, resource}) =>
    verb === 'create' && resource === 'events' ? {status: 500} : undefined,
  );
  t.like((await puller.ring('apply')).entry, {outcome: 'done', decision: `${configMapName}: created`});
  t.is(phaseOpen(puller), 1);
  t.true(
    puller.warnings.some(warning => warning.startsWith('could not tell Applied: ')),
    puller.warnings.join('\n'),
  );
});

test('a DaemonSet that is to go, and that the API server fails to delete, is told and tried again', async t => {
  const puller = await startPuller(t, a1);
  await puller.ring('apply');
  await puller.edit({...a1, DAEMONSET_NAME: 'renamed'});
  await puller.ring('apply');
  puller.embedded.setIntercept(({verb, resource}) =>
    verb === 'delete' && resource === 'daemonsets' ? {status: 500} : undefined,
  );
  const before = phaseOpen(puller);
  t.like((await puller.ring('apply')).entry, {outcome: 'postponed'});
  t.is(phaseOpen(puller), before + 1);
  puller.embedded.setIntercept(undefined);
  t.like((await puller.ring('apply')).entry, {outcome: 'done'});
  t.is(await puller.readDaemonSet(daemonSetName), undefined);
});
