import {decideRefresh, decideRetry, formatRetry, parseRetry, type Retry} from '@image-puller/shared/decide';
import test from 'ava';
import {ours, readConfig} from '../samples.ts';

const created = '2026-01-01T00:00:00Z';
const noon = new Date('2026-01-01T12:00:00Z');
const config = (more: Record<string, string> = {}) =>
  readConfig({IMAGES: 'a=registry.test/a:1', CACHING_INTERVAL_HOURS: '12', ...more});
const noted = (annotations: Record<string, string>) => ours({creationTimestamp: created, annotations});

test('due when the interval has passed since the DaemonSet was made', t => {
  t.deepEqual(decideRefresh(config(), noted({}), false, noon), {
    due: true,
    token: '2026-01-01T12:00:00.000Z',
    request: undefined,
  });
});

test('not due a millisecond before', t => {
  const before = new Date(noon.getTime() - 1);
  t.deepEqual(decideRefresh(config(), noted({}), false, before), {due: false, because: 'not yet', request: undefined});
});

test('counts from the last refresh, and from an adoption', t => {
  for (const key of ['last-refresh', 'adopted-at']) {
    const daemonSet = noted({[`kubernetes-image-puller/${key}`]: '2026-01-01T00:00:01Z'});
    t.deepEqual(
      decideRefresh(config(), daemonSet, false, noon),
      {due: false, because: 'not yet', request: undefined},
      key,
    );
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

test('what was put off is due at that time, unless it lies further ahead than the next interval: a wrong clock wrote it', t => {
  const key = 'kubernetes-image-puller/refresh-retry';
  for (const [retry, isDue] of [
    ['1 2026-01-01T12:00:00.000Z', true],
    ['1 2026-01-01T12:00:00.001Z', false],
    ['1 2026-01-02T00:00:00.000Z', false],
    ['1 2026-01-02T00:00:00.001Z', true],
    ['soon', true],
    ['1 soon', true],
    ['', true],
  ] as const) {
    t.is(decideRefresh(config(), noted({[key]: retry}), false, noon).due, isDue, retry);
  }
  const asked = noted({
    [key]: '1 2026-01-01T11:00:00Z',
    'kubernetes-image-puller/last-refresh': '2026-01-01T10:00:00Z',
  });
  t.false(decideRefresh(config(), asked, false, noon).due, 'nothing is due earlier by it');
});

test('a registry that gives nothing is asked after 10 minutes, 20, 40, and then after the interval', t => {
  const key = 'kubernetes-image-puller/refresh-retry';
  const hourly = {cachingIntervalHours: 1};
  let daemonSet = noted({});
  let retry: Retry | undefined;
  const delays: (number | undefined)[] = [];
  do {
    retry = decideRetry(hourly, daemonSet, noon);
    delays.push(retry && (retry.at.getTime() - noon.getTime()) / 60_000);
    if (retry !== undefined) daemonSet = noted({[key]: formatRetry(retry)});
    if (retry !== undefined) t.deepEqual(parseRetry(daemonSet), retry);
  } while (retry !== undefined);
  t.deepEqual(delays, [10, 20, 40, undefined]);
  t.is(decideRetry({cachingIntervalHours: 1 / 6}, noted({}), noon), undefined, 'an interval that is as short');
});

test('never while a rollout is under way, and never at all where the policy says so', t => {
  t.deepEqual(decideRefresh(config(), noted({}), true, noon), {due: false, because: 'rolling', request: undefined});
  const never = config({REFRESH_POLICY: 'never'});
  t.deepEqual(decideRefresh(never, noted({}), false, noon), {due: false, because: 'never', request: undefined});
});
