import type {Doorbell} from '@image-puller/functions';
import {type StepName, steps} from '@image-puller/shared/events';
import test from 'ava';
import {startWebhook} from './listening.ts';
import {readRecorded, send} from './requests.ts';

const configMap = {kind: 'ConfigMap', namespace: 'rec', name: 'k8s-image-puller'} as const;
const daemonSet = {kind: 'DaemonSet', namespace: 'rec', name: 'd'} as const;

/** Which step each recorded request wakes, and what that one is told. The id is the recording's. */
const expected = {
  'apiserversource-reference': {
    'configmap-created': {apply: {type: 'dev.knative.apiserver.ref.add', object: configMap}},
    'configmap-updated': {apply: {type: 'dev.knative.apiserver.ref.update', object: configMap}},
    'daemonset-created': {},
    'daemonset-updated': {apply: {type: 'dev.knative.apiserver.ref.update', object: daemonSet}},
    'daemonset-deleted': {apply: {type: 'dev.knative.apiserver.ref.delete', object: daemonSet}},
    'configmap-unlabelled': {remove: {type: 'dev.knative.apiserver.ref.delete', object: configMap}},
    'configmap-labelled-again': {apply: {type: 'dev.knative.apiserver.ref.add', object: configMap}},
    'configmap-deleted': {remove: {type: 'dev.knative.apiserver.ref.delete', object: configMap}},
  },
  'apiserversource-resource': {'configmap-created': {}},
  pingsource: {
    'without-data': {check: {type: 'dev.knative.sources.ping'}},
    'with-json-data': {check: {type: 'dev.knative.sources.ping'}},
  },
} as const satisfies Record<string, Record<string, Partial<Record<StepName, Omit<Doorbell, 'id'>>>>>;

/** What each step was told, and the status each answered, for one request sent to all of them. */
async function sendToAll(t: Parameters<typeof startWebhook>[0], recorded: Parameters<typeof send>[1]) {
  const answers: Record<string, number | undefined> = {};
  const told: Partial<Record<StepName, Doorbell>> = {};
  for (const step of steps) {
    const {port, rung} = await startWebhook(t, {step});
    answers[step] = (await send(port, recorded)).status;
    const [bell] = rung;
    if (bell !== undefined) told[step] = bell;
  }
  return {answers, told};
}

for (const file of ['apiserversource-reference', 'apiserversource-resource', 'pingsource'] as const) {
  test(`every request recorded in ${file} wakes the step it is for, and is refused with 415 by the others`, async t => {
    const recorded = readRecorded(file);
    t.deepEqual(Object.keys(recorded), Object.keys(expected[file]));
    for (const [name, wanted] of Object.entries<Partial<Record<StepName, Omit<Doorbell, 'id'>>>>(expected[file])) {
      const request = recorded[name];
      if (request === undefined) continue;
      const id = request.headers['ce-id'];
      t.deepEqual(
        await sendToAll(t, request),
        {
          answers: Object.fromEntries(steps.map(step => [step, step in wanted ? 204 : 415])),
          told: Object.fromEntries(Object.entries(wanted).map(([step, bell]) => [step, {id, ...bell}])),
        },
        name,
      );
    }
  });
}

test('what the broker adds to an event changes nothing', async t => {
  const {port, rung} = await startWebhook(t, {step: 'apply'});
  const recorded = readRecorded('apiserversource-reference')['configmap-created'];
  const added = {
    'ce-knativearrivaltime': '2026-11-22T12:39:08.9Z',
    prefer: 'reply',
    forwarded: 'for=10.0.0.7;proto=http',
    'x-forwarded-for': '10.0.0.7',
    'x-forwarded-proto': 'http',
    'x-request-id': '0b3d',
    'k-proxy-request': 'activator',
  };
  const reply = await send(port, {...recorded, headers: {...recorded?.headers, ...added}});
  t.is(reply.status, 204);
  t.deepEqual(rung, [
    {id: '0fb1bed3-76c6-47c8-ad02-ab2bf1e3d121', type: 'dev.knative.apiserver.ref.add', object: configMap},
  ]);
});
