import test from 'ava';
import {holds, readLines, rejected} from './reading.ts';

test('REFRESH_POLICY: digest unless always or never is written, in any capitals', t => {
  t.deepEqual(readLines({}), holds({refreshPolicy: 'digest'}));
  t.deepEqual(readLines({REFRESH_POLICY: 'digest'}), holds({refreshPolicy: 'digest'}));
  t.deepEqual(readLines({REFRESH_POLICY: 'always\n'}), holds({refreshPolicy: 'always'}));
  t.deepEqual(readLines({REFRESH_POLICY: 'Never'}), holds({refreshPolicy: 'never'}));
});

test('REFRESH_POLICY: anything else is digest, with a warning', t => {
  t.deepEqual(
    readLines({REFRESH_POLICY: 'sometimes'}),
    holds({}, ['REFRESH_POLICY: "sometimes" is not known: digest is used; write digest, always, never']),
  );
});

test('ROLLOUT_MAX_NODES: a number of nodes or a percentage', t => {
  t.deepEqual(readLines({ROLLOUT_MAX_NODES: '1'}), holds({rolloutMaxNodes: 1}));
  t.deepEqual(readLines({ROLLOUT_MAX_NODES: '0200\n'}), holds({rolloutMaxNodes: 200}));
  t.deepEqual(readLines({ROLLOUT_MAX_NODES: '2147483647'}), holds({rolloutMaxNodes: 2147483647}));
  t.deepEqual(readLines({ROLLOUT_MAX_NODES: '1%'}), holds({rolloutMaxNodes: '1%'}));
  t.deepEqual(readLines({ROLLOUT_MAX_NODES: '100%'}), holds({rolloutMaxNodes: '100%'}));
});

test('ROLLOUT_MAX_NODES: what would stop every rollout, or is no limit, rejects', t => {
  const allowed = 'write a whole number from 1, or a percentage from 1% to 100%';
  for (const text of ['0', '0%', '000']) {
    t.deepEqual(
      readLines({ROLLOUT_MAX_NODES: text}),
      rejected([`ROLLOUT_MAX_NODES: "${text}" means that no rollout could start; ${allowed}`]),
    );
  }
  for (const text of ['101%', '-1', '1.5', '10 %', '50 nodes', '2147483648', '1e3', '%', '99999999999']) {
    t.deepEqual(
      readLines({ROLLOUT_MAX_NODES: text}),
      rejected([`ROLLOUT_MAX_NODES: "${text}" is no number or percentage of nodes; ${allowed}`]),
    );
  }
});

test('SLEEP_IMAGE: an image reference in place of the release’s own, beside KIP_IMAGE too', t => {
  t.deepEqual(readLines({SLEEP_IMAGE: 'mirror.example/sleep:1'}), holds({sleepImage: 'mirror.example/sleep:1'}));
  t.deepEqual(
    readLines({SLEEP_IMAGE: 'mirror.example/sleep:1', KIP_IMAGE: 'kip'}),
    holds({sleepImage: 'mirror.example/sleep:1', kipImage: 'kip'}),
  );
  t.deepEqual(
    readLines({SLEEP_IMAGE: 'mirror.example/'}),
    rejected([
      'SLEEP_IMAGE: "mirror.example/" has no valid repository: ""; write an image such as registry.example/team/app:1.2',
    ]),
  );
});

test('PRIORITY_CLASS_NAME: a DNS subdomain, anything else rejects', t => {
  t.deepEqual(readLines({PRIORITY_CLASS_NAME: ' high '}), holds({priorityClassName: 'high'}));
  t.deepEqual(
    readLines({PRIORITY_CLASS_NAME: 'very high'}),
    rejected([
      'PRIORITY_CLASS_NAME: "very high" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", a letter or digit at both ends of each part',
    ]),
  );
});

test('POD_LABELS, POD_ANNOTATIONS: JSON objects of strings, from which a wrong entry is left out', t => {
  t.deepEqual(
    readLines({POD_LABELS: '{"team":"a","example.com/x":""}', POD_ANNOTATIONS: '{"Example.com/owner":"team a"}'}),
    holds({podLabels: {team: 'a', 'example.com/x': ''}, podAnnotations: {'Example.com/owner': 'team a'}}),
  );
  const key =
    'write a key such as disk or example.com/disk: at most 63 letters, digits, "-", "_" and "." after the prefix';
  t.deepEqual(
    readLines({POD_LABELS: '{"good":"1","a":1,"b c":"x","d":"not a label"}', POD_ANNOTATIONS: '{"b c":"x","n":null}'}),
    holds({podLabels: {good: '1'}, podAnnotations: {n: ''}}, [
      'POD_LABELS: a: is a number: left out; write a string in double quotes',
      `POD_LABELS: ["b c"]: "b c" is not a label key: left out; ${key}`,
      'POD_LABELS: d: "not a label" is not a label value: left out; write at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends',
      `POD_ANNOTATIONS: ["b c"]: "b c" is not an annotation key: left out; ${key}`,
      'POD_ANNOTATIONS: n: is null and read as an empty string; write a string in double quotes',
    ]),
  );
  const many = Object.fromEntries(Array.from({length: 200}, (_, index) => [`k${index + 100}`, 'v'.repeat(37)]));
  for (const name of ['POD_LABELS', 'POD_ANNOTATIONS']) {
    t.deepEqual(readLines({[name]: '[]'}), rejected([`${name}: is an array; write an object in { }`]));
    t.deepEqual(
      readLines({[name]: JSON.stringify(many)}),
      rejected([`${name}: has 8200 bytes of names and values; write at most 8192 bytes`]),
    );
  }
});

test('POD_LABELS: what the DaemonSet or Kubernetes sets is left out, and why is said', t => {
  const why = {
    'app.kubernetes.io/name': 'a DaemonSet of an earlier version selects its pods by it',
    'app.kubernetes.io/instance': 'a DaemonSet of an earlier version selects its pods by it',
    test: 'a DaemonSet of the Go puller selects its pods by it',
    'app.kubernetes.io/component': 'it says what the pod is',
    'app.kubernetes.io/part-of': 'it says what the pod is',
    'app.kubernetes.io/managed-by': 'it says whose the pod is',
    'controller-revision-hash': 'Kubernetes tells revisions of a DaemonSet by it',
    'pod-template-generation': 'Kubernetes tells revisions of a DaemonSet by it',
    'kubernetes-image-puller/daemonset': 'what begins with kubernetes-image-puller/ is set by the puller',
    'kubernetes-image-puller/probe': 'what begins with kubernetes-image-puller/ is set by the puller',
  };
  for (const [label, because] of Object.entries(why)) {
    const where = label === 'test' ? label : `["${label}"]`;
    t.deepEqual(
      readLines({POD_LABELS: JSON.stringify({[label]: 'x', team: 'a'})}),
      holds({podLabels: {team: 'a'}}, [
        `POD_LABELS: ${where}: "${label}" is not yours to set: ${because}: left out; write another name`,
      ]),
    );
  }
  t.deepEqual(
    readLines({POD_ANNOTATIONS: '{"Kubernetes-Image-Puller/start":"holder","test":"x"}'}),
    holds({podAnnotations: {test: 'x'}}, [
      'POD_ANNOTATIONS: ["Kubernetes-Image-Puller/start"]: "Kubernetes-Image-Puller/start" is not yours to set: what begins with kubernetes-image-puller/ is set by the puller: left out; write another name',
    ]),
  );
});

test('POD_SERVICE_ACCOUNT_NAME, POD_RUNTIME_CLASS_NAME: a DNS subdomain, anything else rejects', t => {
  t.deepEqual(
    readLines({POD_SERVICE_ACCOUNT_NAME: ' holder\n', POD_RUNTIME_CLASS_NAME: 'kata'}),
    holds({podServiceAccountName: 'holder', podRuntimeClassName: 'kata'}),
  );
  for (const name of ['POD_SERVICE_ACCOUNT_NAME', 'POD_RUNTIME_CLASS_NAME']) {
    t.deepEqual(
      readLines({[name]: 'system:serviceaccount:a:b'}),
      rejected([
        `${name}: "system:serviceaccount:a:b" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", a letter or digit at both ends of each part`,
      ]),
    );
  }
});
