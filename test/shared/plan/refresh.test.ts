import {decideRefresh} from '@image-puller/shared/plan';
import test from 'ava';
import {ours, readConfig} from '../samples.ts';

const created = '2026-01-01T00:00:00Z';
const noon = new Date('2026-01-01T12:00:00Z');
const config = (more: Record<string, string> = {}) =>
  readConfig({IMAGES: 'a=registry.test/a:1', CACHING_INTERVAL_HOURS: '12', ...more});
const noted = (annotations: Record<string, string>) => ours({creationTimestamp: created, annotations});

test('due when the interval has passed since the DaemonSet was made', t => {
  t.deepEqual(decideRefresh(config(), noted({}), false, noon), {due: true, token: '2026-01-01T12:00:00.000Z'});
});

test('not due a millisecond before', t => {
  const before = new Date(noon.getTime() - 1);
  t.deepEqual(decideRefresh(config(), noted({}), false, before), {due: false, because: 'not yet'});
});

test('counts from the last refresh, and from an adoption', t => {
  for (const key of ['last-refresh', 'adopted-at']) {
    const daemonSet = noted({[`kubernetes-image-puller/${key}`]: '2026-01-01T00:00:01Z'});
    t.deepEqual(decideRefresh(config(), daemonSet, false, noon), {due: false, because: 'not yet'}, key);
  }
});

test('a time in the future counts as none, and so does what is no time', t => {
  for (const time of ['2027-01-01T00:00:00Z', 'soon', '']) {
    const daemonSet = noted({'kubernetes-image-puller/last-refresh': time});
    t.true(decideRefresh(config(), daemonSet, false, noon).due, time);
  }
  const born = ours({creationTimestamp: '2027-01-01T00:00:00Z', annotations: {}});
  t.true(decideRefresh(config(), born, false, noon).due, 'even the creation');
});

test('never while a rollout is under way, and never at all where the policy says so', t => {
  t.deepEqual(decideRefresh(config(), noted({}), true, noon), {due: false, because: 'rolling'});
  const never = config({REFRESH_POLICY: 'never'});
  t.deepEqual(decideRefresh(never, noted({}), false, noon), {due: false, because: 'never'});
});
