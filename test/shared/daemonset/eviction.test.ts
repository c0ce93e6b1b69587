import {assessEviction, buildDaemonSet, findClassInQuestion} from '@image-puller/shared/daemonset';
import test from 'ava';
import {buildInputs, readConfig} from '../samples.ts';

const images = {IMAGES: 'a=registry.test/a:1', ROLLOUT_MAX_NODES: '3'};
const config = (name?: string) => readConfig({...images, ...(name !== undefined && {PRIORITY_CLASS_NAME: name})});

test('pods without a class evict nobody, and no class has to be read', t => {
  t.is(assessEviction(config(), undefined), 'no');
  t.is(findClassInQuestion(config()), undefined);
});

test("pods of Kubernetes' own classes evict others, and no class has to be read", t => {
  for (const name of ['system-node-critical', 'system-cluster-critical']) {
    t.is(assessEviction(config(name), undefined), 'yes');
    t.is(assessEviction(config(name), {value: -1, preemptionPolicy: 'Never'}), 'yes', 'whatever is said of it');
    t.is(findClassInQuestion(config(name)), undefined);
  }
});

test('pods of a class above those without one evict them; one that is not higher, or preempts never, does not', t => {
  t.is(findClassInQuestion(config('some')), 'some');
  const cases = [
    [{value: 1}, 'yes'],
    [{value: 1, preemptionPolicy: 'PreemptLowerPriority'}, 'yes'],
    [{value: 1_000_000, preemptionPolicy: 'Never'}, 'no'],
    [{value: 0}, 'no'],
    [{value: -10, preemptionPolicy: 'PreemptLowerPriority'}, 'no'],
    [undefined, 'unknown'],
  ] as const;
  for (const [priorityClass, evicts] of cases) t.is(assessEviction(config('some'), priorityClass), evicts);
});

test('only a class that evicts, or may, costs the surge; the pods are the same, so that none is replaced for it', t => {
  const inputs = buildInputs({...images, PRIORITY_CLASS_NAME: 'some'});
  const build = (evicts?: 'yes' | 'no' | 'unknown') => buildDaemonSet({...inputs, evicts}).spec;
  t.deepEqual(build('no')?.updateStrategy?.rollingUpdate, {maxSurge: 3, maxUnavailable: 0});
  for (const evicts of ['yes', 'unknown', undefined] as const) {
    t.deepEqual(build(evicts)?.updateStrategy?.rollingUpdate, {maxSurge: 0, maxUnavailable: 1});
    t.deepEqual(build(evicts)?.template, build('no')?.template);
  }
});
