import {findPodTrouble} from '@image-puller/shared/refusal';
import test from 'ava';
import type {Event} from 'kubernetes-types/core/v1';

const tell = (message: string, lastTimestamp = '2026-01-01T00:00:00Z'): Event => ({
  metadata: {},
  involvedObject: {},
  type: 'Warning',
  reason: 'FailedCreatePodSandBox',
  message,
  lastTimestamp,
});
const begin = 'Failed to create pod sandbox: rpc error: code = Unknown desc =';
const ids = ['1', 'a'].map(digit => digit.repeat(64));

test('why a pod does not begin is the same on all nodes: the id of the sandbox, another one at each attempt, is left out', t => {
  for (const id of ids) {
    t.is(
      findPodTrouble([
        tell(
          `${begin} failed to setup network for sandbox "${id}": plugin type="bridge" failed (add): failed to find plugin "bridge" in path [/opt/cni/bin]`,
        ),
      ]),
      `FailedCreatePodSandBox: ${begin} failed to setup network for sandbox: plugin type="bridge" failed (add): failed to find plugin "bridge" in path [/opt/cni/bin]`,
      'containerd',
    );
    t.is(
      findPodTrouble([
        tell(
          `${begin} failed to create pod network sandbox k8s_holder-${id.slice(0, 5)}_images_0a1b-2c_3(${id}): no IP addresses available`,
        ),
      ]),
      `FailedCreatePodSandBox: ${begin} failed to create pod network sandbox: no IP addresses available`,
      'CRI-O',
    );
  }
});

test('a digest in the words stays', t => {
  const message = `${begin} failed to pull pause@sha256:${ids[0]}: "sha256:${ids[1]}"`;
  t.regex(findPodTrouble([tell(message)]) ?? '', new RegExp(`sha256:${ids[0]}: "sha256:${ids[1]}"$`));
});

test('of several Events the last counts, and none is nothing', t => {
  t.is(findPodTrouble([tell('later', '2026-01-01T00:05:00Z'), tell('first')]), 'FailedCreatePodSandBox: later');
  t.is(findPodTrouble([]), undefined);
});
