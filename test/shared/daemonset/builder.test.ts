import {buildDaemonSet, carryOver, type DaemonSetInputs, hashTemplate} from '@image-puller/shared/daemonset';
import test from 'ava';
import {buildInputs, live} from '../samples.ts';

const a = {IMAGES: 'a=registry.test/a:1'};
const template = (data: Record<string, string>, changes = {}) =>
  buildDaemonSet(buildInputs({...a, ...data}, changes)).spec?.template;

test('containers keep the order of IMAGES, and the same inputs make the same object', t => {
  const data = {IMAGES: 'z=registry.test/z:1;a=registry.test/a:1;m=registry.test/m:1'};
  const built = buildDaemonSet(buildInputs(data));
  t.deepEqual(
    built.spec?.template.spec?.containers.map(({name}) => name),
    ['z', 'a', 'm'],
  );
  t.is(JSON.stringify(buildDaemonSet(buildInputs(data))), JSON.stringify(built));
});

test('on OpenShift there are no UIDs, GIDs and no fsGroup', t => {
  const text = JSON.stringify(template({}, {platform: {openShift: true}}));
  t.notRegex(text, /runAsUser|runAsGroup|fsGroup/);
  t.regex(text, /runAsNonRoot/);
  t.regex(JSON.stringify(template({})), /"runAsUser":65532,"runAsGroup":65532.*"fsGroup":65532/);
});

test('with KIP_IMAGE its shell copies its sleep, which knows durations only', t => {
  const spec = template({KIP_IMAGE: 'registry.test/kip:7'})?.spec;
  t.like(spec?.initContainers?.[0], {
    image: 'registry.test/kip:7',
    command: ['/bin/sh'],
    args: ['-c', 'cp /bin/sleep /kip/sleep'],
  });
  t.deepEqual(spec?.containers[0]?.args, ['87600h']);
});

test('without KIP_IMAGE our sleep image installs itself, and holders sleep for ever', t => {
  const spec = template({SLEEP_IMAGE: 'registry.test/sleep:9'})?.spec;
  t.like(spec?.initContainers?.[0], {
    image: 'registry.test/sleep:9',
    command: ['/sleep'],
    args: ['--install', '/kip/sleep'],
  });
  t.deepEqual(spec?.containers[0]?.args, ['infinity']);
});

test('ROLLOUT_MAX_NODES is the surge, or with a priority class what may be unavailable when the first node has a pod', t => {
  const strategy = (data: Record<string, string>, more: Partial<DaemonSetInputs> = {}) =>
    buildDaemonSet(buildInputs({...a, ...data}, more)).spec?.updateStrategy?.rollingUpdate;
  t.deepEqual(strategy({}), {maxSurge: 50, maxUnavailable: 0});
  t.deepEqual(strategy({ROLLOUT_MAX_NODES: '10%'}), {maxSurge: '10%', maxUnavailable: 0});
  const priority = {ROLLOUT_MAX_NODES: '7', PRIORITY_CLASS_NAME: 'high'};
  const hash = hashTemplate(template(priority));
  t.deepEqual(strategy(priority), {maxSurge: 0, maxUnavailable: 1});
  t.deepEqual(strategy(priority, {surge: {template: hash, nodes: 0}}), {maxSurge: 0, maxUnavailable: 7});
  t.deepEqual(strategy(priority, {surge: {template: '0123456789abcdef', nodes: 0}}), {maxSurge: 0, maxUnavailable: 1});
});

test('the operating system is Linux unless the user says otherwise', t => {
  t.deepEqual(template({NODE_SELECTOR: '{"disk":"ssd"}'})?.spec?.nodeSelector, {
    'kubernetes.io/os': 'linux',
    disk: 'ssd',
  });
  t.deepEqual(template({NODE_SELECTOR: '{"kubernetes.io/os":"windows"}'})?.spec?.nodeSelector, {
    'kubernetes.io/os': 'windows',
  });
});

test('only a refresh token is in the template: the time of a refresh, the version and the installation roll nothing', t => {
  const before = template({});
  t.deepEqual(template({}, {installation: {id: 'other', version: '9.9.9'}, adoptedAt: '2026-01-01T00:00:00Z'}), before);
  t.deepEqual(template({}, {refreshToken: 'x'})?.metadata?.annotations, {
    ...before?.metadata?.annotations,
    'kubernetes-image-puller/refresh': 'x',
  });
});

test('a DaemonSet with a name longer than a label selects by a valid, unique value', t => {
  const values = ['a', 'b'].map(end => {
    const {spec} = buildDaemonSet(buildInputs({...a, DAEMONSET_NAME: `${'x'.repeat(100)}${end}`}));
    return spec?.selector.matchLabels?.['kubernetes-image-puller/daemonset'] ?? '';
  });
  t.is(new Set(values).size, 2);
  for (const value of values) t.regex(value, /^[a-z0-9-]{1,62}[a-z0-9]$/);
});

test('labels and annotations of others are carried over, on the DaemonSet and in the template; a foreign container is not', t => {
  const built = buildDaemonSet(buildInputs(a, {refreshToken: 'new'}));
  const there = live(structuredClone(built), {
    labels: {team: 'x'},
    annotations: {'argocd.argoproj.io/tracking-id': 'y', 'kubernetes-image-puller/images': '{}'},
  });
  there.spec?.template.spec?.containers.push({name: 'foreign', image: 'registry.test/foreign:1'});
  Object.assign(there.spec?.template.metadata ?? {}, {
    labels: {sidecar: 'no'},
    annotations: {
      'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z',
      'kubernetes-image-puller/refresh': 'old',
    },
  });
  const {metadata, spec} = carryOver(built, there);
  t.deepEqual(metadata?.labels, {...built.metadata?.labels, team: 'x'});
  t.deepEqual(metadata?.annotations, {
    ...built.metadata?.annotations,
    'argocd.argoproj.io/tracking-id': 'y',
    'kubernetes-image-puller/images': '{}',
  });
  t.deepEqual(spec?.template.metadata, {
    labels: {...built.spec?.template.metadata?.labels, sidecar: 'no'},
    annotations: {
      ...built.spec?.template.metadata?.annotations,
      'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z',
      'kubernetes-image-puller/refresh': 'new',
    },
  });
  t.deepEqual(
    spec?.template.spec?.containers.map(({name}) => name),
    ['a'],
  );
});

test('an annotation that left DAEMONSET_ANNOTATIONS goes, and no other does', t => {
  const before = live(buildDaemonSet(buildInputs({...a, DAEMONSET_ANNOTATIONS: '{"mine":"1","kept":"1"}'})));
  const there = live(before, {annotations: {...before.metadata.annotations, theirs: '1'}});
  const {metadata} = carryOver(buildDaemonSet(buildInputs({...a, DAEMONSET_ANNOTATIONS: '{"kept":"2"}'})), there);
  t.like(metadata?.annotations, {kept: '2', theirs: '1'});
  t.false('mine' in (metadata?.annotations ?? {}));
});

test('the record of annotation keys is on an object that anyone may edit: nonsense in it takes nothing away', t => {
  for (const nonsense of ['{', '7', '{"a":1}', '[1,null]', '']) {
    const there = live(buildDaemonSet(buildInputs(a)), {
      annotations: {theirs: '1', 'kubernetes-image-puller/annotation-keys': nonsense},
    });
    t.is(carryOver(buildDaemonSet(buildInputs(a)), there).metadata?.annotations?.theirs, '1', nonsense);
  }
});
