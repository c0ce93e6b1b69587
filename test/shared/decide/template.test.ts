import {buildDaemonSet} from '@image-puller/shared/daemonset';
import {isOtherTemplate} from '@image-puller/shared/decide';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {buildInputs} from '../samples.ts';

const a = {IMAGES: 'a=registry.test/a:1'};
const build = (data: Record<string, string> = {}) => buildDaemonSet(buildInputs({...a, ...data}));

/** As an API server keeps it: with what it adds to every pod. */
function keep(daemonSet: DaemonSet): DaemonSet {
  const kept = structuredClone(daemonSet);
  Object.assign(kept.spec?.template.spec ?? {}, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
  });
  return kept;
}

test('what is there with the defaults of an API server is no other template', t => {
  t.false(isOtherTemplate(build(), keep(build())));
  t.false(isOtherTemplate(build({ROLLOUT_MAX_NODES: '7'}), keep(build())), 'this changes no pod');
});

const changes: Readonly<Record<string, string>> = {
  IMAGES: 'a=registry.test/a:2',
  POD_LABELS: '{"team":"x"}',
  POD_ANNOTATIONS: '{"owner":"x"}',
  POD_SERVICE_ACCOUNT_NAME: 'holder',
  POD_RUNTIME_CLASS_NAME: 'kata',
  PRIORITY_CLASS_NAME: 'high',
  NODE_SELECTOR: '{"disk":"ssd"}',
  AFFINITY:
    '{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"Exists"}]}]}}}',
  TOLERATIONS: '[{"operator":"Exists"}]',
  IMAGE_PULL_SECRETS: 'one',
  CACHING_CPU_LIMIT: '.3',
};

for (const [key, value] of Object.entries(changes)) {
  test(`${key} that comes or goes makes another template`, t => {
    t.true(isOtherTemplate(build({[key]: value}), keep(build())), 'it comes');
    t.true(isOtherTemplate(build(), keep(build({[key]: value}))), 'it goes');
    t.false(isOtherTemplate(build({[key]: value}), keep(build({[key]: value}))), 'it stays');
  });
}
