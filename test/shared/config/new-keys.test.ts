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
      rejected([`ROLLOUT_MAX_NODES: "${text}" would let no rollout move; ${allowed}`]),
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
