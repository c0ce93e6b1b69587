import {decideRefresh, findRequest, formatAnswered, parseDeclaredRequest} from '@image-puller/shared/decide';
import test from 'ava';
import fc from 'fast-check';
import {ours, readConfig} from '../samples.ts';

const created = '2026-01-01T00:00:00Z';
const noon = new Date('2026-01-01T12:00:00Z');
const requested = 'kubernetes-image-puller/refresh-requested';
const answered = 'kubernetes-image-puller/refresh-answered';
const noted = (annotations: Record<string, string>) => ours({creationTimestamp: created, annotations});
const declared = (text: string) => ({metadata: {annotations: {[requested]: text}}});
const config = (more: Record<string, string> = {}) => readConfig({IMAGES: 'a=registry.test/a:1', ...more});
const asked = '2026-01-01T11:59:00Z';

test('of the times on declaration and DaemonSet the latest wins, in whatever zone it was written', t => {
  const read = (text: string, kept: Record<string, string> = {}) =>
    parseDeclaredRequest(declared(text), noted(kept), noon);
  const request = {at: Date.parse(asked), text: asked};
  t.deepEqual(read(asked), {news: request, problem: undefined});
  t.deepEqual(read(asked, {[requested]: '2026-01-01T11:58:59Z'}), {news: request, problem: undefined});
  for (const kept of [asked, '2026-01-01T12:59:00+01:00', '2026-01-01T11:59:00.500Z'])
    t.deepEqual(read(asked, {[requested]: kept}), {news: undefined, problem: undefined}, kept);
  t.deepEqual(read(asked, {[requested]: 'spoilt'}), {news: request, problem: undefined});
  for (const metadata of [{}, {annotations: {}}, {annotations: {[requested]: ' '}}])
    t.deepEqual(parseDeclaredRequest({metadata}, noted({}), noon), {news: undefined, problem: undefined});
});

test('what is no time, or lies in the future, is told with what would be right, and asks for nothing', t => {
  for (const [text, wrong] of [
    ['now', '"now" is not a time'],
    ['2026-01-01', '"2026-01-01" is not a time'],
    ['2026-13-01T00:00:00Z', '"2026-13-01T00:00:00Z" is not a time'],
    ['1767268800', '"1767268800" is not a time'],
    ['2026-01-01T12:05:01Z', '"2026-01-01T12:05:01Z" lies in the future'],
  ]) {
    t.deepEqual(parseDeclaredRequest(declared(text ?? ''), noted({}), noon), {
      news: undefined,
      problem: `the annotation ${requested}: ${wrong}; write the present time, such as 2026-01-31T12:00:00Z`,
    });
  }
  t.truthy(parseDeclaredRequest(declared('2026-01-01T12:04:59Z'), noted({}), noon).news, 'a clock that is a bit ahead');
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string(), text => void parseDeclaredRequest(declared(text), noted({[requested]: text}), noon)),
    ),
  );
});

test('a request is open until it is answered; one from before the DaemonSet was made is answered by that', t => {
  t.deepEqual(findRequest(noted({[requested]: asked})), {at: Date.parse(asked), text: asked});
  t.is(findRequest(noted({[requested]: asked, [answered]: formatAnswered(asked, noon)})), undefined);
  t.truthy(findRequest(noted({[requested]: asked, [answered]: formatAnswered('2026-01-01T11:58:59Z', noon)})));
  t.truthy(findRequest(noted({[requested]: asked, [answered]: 'spoilt'})));
  t.is(findRequest(noted({[requested]: '2025-12-31T23:59:59Z'})), undefined);
  t.is(findRequest(noted({[requested]: 'spoilt'})), undefined);
});

test('what was asked for is due at once, whatever the interval and the policy; never while something rolls, nor twice in a minute', t => {
  const request = {at: Date.parse(asked), text: asked};
  const due = {due: true, token: noon.toISOString(), request} as const;
  for (const policy of ['digest', 'always', 'never'])
    t.deepEqual(decideRefresh(config({REFRESH_POLICY: policy}), noted({[requested]: asked}), false, noon), due, policy);
  t.deepEqual(decideRefresh(config(), noted({[requested]: asked}), true, noon), {
    due: false,
    because: 'rolling',
    request,
  });
  const again = (ago: number) => {
    const before = formatAnswered('2026-01-01T11:00:00Z', new Date(noon.getTime() - ago));
    return decideRefresh(config(), noted({[requested]: asked, [answered]: before}), false, noon);
  };
  t.deepEqual(again(59_999), {due: false, because: 'asked too soon', request});
  t.deepEqual(again(60_000), due);
  t.deepEqual(again(-1), due, 'a clock that was wrong keeps nobody waiting');
});
