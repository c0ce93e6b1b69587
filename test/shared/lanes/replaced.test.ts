import type {NodePods, PodView} from '@image-puller/shared/health';
import {isReplacedBy} from '@image-puller/shared/lanes';
import test from 'ava';
import {all} from './happenings.ts';
import {buildPod, viewPod} from './simulated.ts';

const [image = '', other = ''] = all.map(one => one.image);

/** A pod in which an image runs, or fails. */
const pod = (of: string, state: 'running' | 'failing'): PodView => viewPod(buildPod({[of]: state}));
const on = (...pods: readonly (readonly [string, PodView])[]): NodePods =>
  new Map(pods.map(([node, view]) => [node, [view]]));
const [holds, fails, others] = [pod(image, 'running'), pod(image, 'failing'), pod(other, 'running')];

test('an image that a DaemonSet alone holds on a node is not replaced, whatever holds it elsewhere', t => {
  t.false(isReplacedBy(image, on(['one', holds]), [on(['one', fails])]));
  t.false(isReplacedBy(image, on(['one', holds]), [on(['one', others]), on(['two', holds])]));
  t.false(isReplacedBy(image, on(['one', holds], ['two', holds]), [on(['one', holds], ['two', fails])]));
});

test('it is replaced where any lane holds it, and where the DaemonSet does not hold it either', t => {
  t.true(isReplacedBy(image, on(['one', holds]), [on(['one', holds])]));
  t.true(isReplacedBy(image, on(['one', holds]), [on(['one', others]), on(['one', holds])]));
  t.true(isReplacedBy(image, on(['one', fails], ['two', others]), [on(['one', fails], ['two', fails])]));
});

test('a node that main is not for any more is not waited for', t => {
  t.true(isReplacedBy(image, on(['one', holds], ['left', holds]), [on(['one', holds])]));
});
