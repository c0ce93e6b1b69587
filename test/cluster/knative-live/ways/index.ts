import test from 'ava';
import type {LiveKnative} from '../start.ts';
import {testBound} from './bound.ts';
import {testHelm} from './helm.ts';
import {testKubectl} from './kubectl.ts';
import {testQuota} from './quota.ts';
import {untilGone} from './way.ts';

/**
 * Declares serial tests of every way to install on Knative, each in a namespace of its own, which ends while the next begins.
 * The cluster is then as it was: what they share may be shared with others.
 */
export function testWays(shared: () => LiveKnative): void {
  const namespaces = [testBound, testHelm, testKubectl, testQuota].flatMap(declare => declare(shared));
  test.serial('afterwards nothing of them is left', async t => {
    await untilGone(shared(), namespaces);
    const wide = `kubectl get clusterroles,clusterrolebindings -o name | grep -E ':(${namespaces.join('|')})$' || true`;
    t.is(await shared().shell(wide), '');
  });
}
