import {describeRefusal, explainRefusal, findRefusal} from '@image-puller/shared/refusal';
import test from 'ava';
import type {Event} from 'kubernetes-types/core/v1';

const since = Date.parse('2026-01-01T00:00:10.400Z');

const event = (message: string, lastTimestamp = '2026-01-01T00:00:30Z', reason = 'FailedCreate'): Event => ({
  metadata: {name: 'e'},
  involvedObject: {kind: 'DaemonSet', name: 'd'},
  reason,
  message,
  lastTimestamp,
});

/** What the controllers of Kubernetes 1.36 and OpenShift write, and what it is called here. */
const said: readonly (readonly [string, string])[] = [
  ['pods "d-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3', 'quota'],
  ['pods "d-x" is forbidden: failed quota: q: must specify limits.cpu for: a', 'quota'],
  ['pods "d-x" is forbidden: insufficient quota to match these scopes: [{PriorityClass In [high]}]', 'quota'],
  [
    'pods "d-x" is forbidden: [maximum cpu usage per Container is 1m, but limit is 2m, minimum memory usage per Pod is 9Mi]',
    'a LimitRange',
  ],
  [
    'pods "d-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    'Pod Security',
  ],
  ['admission webhook "no.test" denied the request: exceeded quota: of webhooks', 'a webhook'],
  ['Internal error occurred: failed calling webhook "no.test": failed to call webhook', 'a webhook'],
  ["pods \"d-x\" is forbidden: ValidatingAdmissionPolicy 'no' with binding 'no' denied request: no", 'a policy'],
  ['pods "d-" is forbidden: unable to validate against any security context constraint: []', 'OpenShift'],
  ['pods "d-x" is forbidden: no PriorityClass with name high was found', 'priority'],
  [
    'pods "d-x" is forbidden: error looking up service account images/holder: serviceaccount "holder" not found',
    'the ServiceAccount',
  ],
  [
    'pods "d-x" is forbidden: imagePullSecrets[0].name="s" is not allowed because service account holder does not reference that imagePullSecret',
    'the ServiceAccount',
  ],
  ['pods "d-x" is forbidden: pod rejected: RuntimeClass "kata" not found', 'the RuntimeClass'],
  [
    'pods "d-x" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] = no',
    'the RuntimeClass',
  ],
  ['pods "d-x" is forbidden: the moon is full', 'the API server'],
];

for (const [words, name] of said) {
  test(`${name}: ${words.slice(0, 80)}`, t => {
    const refusal = findRefusal([event(`Error creating: ${words}`)], since);
    t.is(refusal?.refuser.name, name);
    t.is(refusal?.refuser.isRoom, words.includes(' exceeded quota: q'), 'only a quota is a matter of room');
    t.is(refusal?.words, words.replace(/^pods "[^"]*" is forbidden: /, ''));
  });
}

test('the last that was said counts, and nothing that was said before the rollout moved', t => {
  const older = event('Error creating: older', '2026-01-01T00:00:20Z');
  const newer = event('(combined from similar events): Error creating: pods "d-x" is forbidden: newer');
  t.is(findRefusal([older, newer, older], since)?.words, 'newer');
  t.is(
    findRefusal([event('Error creating: in that second', '2026-01-01T00:00:10Z')], since)?.words,
    'Error creating: in that second'.slice(16),
  );
  t.is(findRefusal([event('Error creating: before', '2026-01-01T00:00:09Z')], since), undefined);
  t.is(findRefusal([event('Created pod: d-x', undefined, 'SuccessfulCreate')], since), undefined);
});

test('an Event of the newer kind has its time elsewhere', t => {
  const {lastTimestamp: _none, ...rest} = event('Error creating: late');
  const series = {count: 2, lastObservedTime: '2026-01-01T00:00:30.5Z'};
  t.is(findRefusal([{...rest, eventTime: '2026-01-01T00:00:01Z', series}], since)?.words, 'late');
  t.is(findRefusal([rest], since), undefined);
});

test('a refused request of our own is explained alike', t => {
  const {refuser, words} = explainRefusal(
    'POST namespaces/n/pods: 403 pods "probe" is forbidden: exceeded quota: q, requested: pods=1',
  );
  t.deepEqual([refuser.name, words], ['quota', 'exceeded quota: q, requested: pods=1']);
});

test('words from elsewhere are one line, and short', t => {
  const refusal = findRefusal([event(`Error creating: a\n\u001b[2Jb${'c'.repeat(5000)}`)], since);
  t.regex(refusal?.words ?? '', /^a \[2Jbc+…$/);
  t.is(refusal?.words.length, 512);
  t.is(refusal === undefined ? 0 : describeRefusal(refusal).length, 300);
});
