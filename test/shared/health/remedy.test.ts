import {viewPod} from '@image-puller/shared/health';
import test from 'ava';
import type {Pod} from 'kubernetes-types/core/v1';
import {nodes, pod, running} from './pods.ts';
import {a, summarize} from './summarize.ts';

const where = (node: string) => `(pod: "holder-${node}_puller(8f3c0b3e-6a0f-4c1c-9a57-000000000000)", container: c0)`;
const asRoot = (node: string, words = 'image will run as root'): Pod =>
  pod(node, {
    [a.image]: {
      waiting: {
        reason: 'CreateContainerConfigError',
        message: `container has runAsNonRoot and ${words} ${where(node)}`,
      },
    },
  });
const letIn = (one: Pod, constraint: string): Pod => ({
  ...one,
  metadata: {...one.metadata, annotations: {'openshift.io/scc': constraint}},
});
const reasonsOf = (one: Pod) => viewPod(one).containers.map(({reason}) => reason);
const advice = (constraint: string) =>
  `the SCC ${constraint} gives the pod no user; take it from the ServiceAccount, or name another one in POD_SERVICE_ACCOUNT_NAME`;

test('on OpenShift a container that nobody gave a user says which SCC let it in, and what to do', t => {
  t.deepEqual(reasonsOf(letIn(asRoot('n1'), 'anyuid')), [
    `CreateContainerConfigError: container has runAsNonRoot and image will run as root: ${advice('anyuid')}`,
  ]);
  const named = asRoot('n1', 'image has non-numeric user (app), cannot verify user is non-root');
  t.deepEqual(reasonsOf(letIn(named, 'nonroot-v2')), [
    `CreateContainerConfigError: container has runAsNonRoot and image has non-numeric user: ${advice('nonroot-v2')}`,
  ]);
});

test('it is one reason for all nodes, whichever pods it is of', t => {
  const pods = ['n1', 'n2'].map(name => letIn(asRoot(name), 'anyuid'));
  t.deepEqual(summarize(pods, 2, nodes(['n1', 'n2'])).images[0]?.reasons, [
    `CreateContainerConfigError: container has runAsNonRoot and image will run as root: ${advice('anyuid')} (2 nodes)`,
  ]);
});

test('elsewhere, where the pods are made with a user, something took it away', t => {
  t.deepEqual(reasonsOf(asRoot('n1')), [
    'CreateContainerConfigError: container has runAsNonRoot and image will run as root: runAsUser was taken from the pod on its way to the node; see to the webhooks and policies for pods',
  ]);
});

test('the init container has the same advice', t => {
  const one = letIn(pod('n1', {[a.image]: {}}), 'anyuid');
  const waiting = asRoot('n1').status?.containerStatuses?.[0]?.state ?? {};
  const copySleep = {name: 'copy-sleep', state: waiting, image: '', imageID: '', ready: false, restartCount: 0};
  t.is(
    viewPod({...one, status: {...one.status, initContainerStatuses: [copySleep]}}).trouble,
    `init container copy-sleep: CreateContainerConfigError: container has runAsNonRoot and image will run as root: ${advice('anyuid')}`,
  );
});

test('what an annotation says is one line and short, and other failures are as they were', t => {
  const [reason = ''] = reasonsOf(letIn(asRoot('n1'), `x\n\u001b[2J${'y'.repeat(500)}`));
  t.notRegex(reason, /\p{Cc}/u);
  t.true(reason.length < 400);
  t.deepEqual(
    reasonsOf(
      letIn(pod('n1', {[a.image]: {waiting: {reason: 'ImagePullBackOff', message: 'no such host'}}}), 'anyuid'),
    ),
    ['ImagePullBackOff: no such host'],
  );
  t.deepEqual(reasonsOf(letIn(pod('n1', {[a.image]: running}), 'anyuid')), [undefined]);
});
