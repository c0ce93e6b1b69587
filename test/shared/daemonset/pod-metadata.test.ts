import {buildDaemonSet, buildPodMetadata, carryOver} from '@image-puller/shared/daemonset';
import {buildBridge, buildLanes} from '@image-puller/shared/lanes';
import {buildScout} from '@image-puller/shared/scout';
import test from 'ava';
import type {PodTemplateSpec} from 'kubernetes-types/core/v1';
import {buildInputs, live, puller, readConfig} from '../samples.ts';

const a = {IMAGES: 'a=registry.test/a:1'};
const build = (data: Record<string, string> = {}) => buildDaemonSet(buildInputs({...a, ...data}));
const own = {
  'app.kubernetes.io/name': 'kubernetes-image-puller',
  'app.kubernetes.io/instance': 'kubernetes-image-puller',
  'app.kubernetes.io/component': 'image-holder',
  'app.kubernetes.io/part-of': 'kubernetes-image-puller',
  'app.kubernetes.io/managed-by': 'kubernetes-image-puller',
  'kubernetes-image-puller/daemonset': 'kubernetes-image-puller',
};
const noIstio = {'sidecar.istio.io/inject': 'false'};
const noLinkerd = {'linkerd.io/inject': 'disabled'};
/** Our own, of which image each container is for. */
const holds = {'kubernetes-image-puller/holds': '{"a":"registry.test/a:1"}'};

/** The template over that of another configuration, with what others put there. */
function edit(before: Record<string, string>, after: Record<string, string>, theirs: PodTemplateSpec['metadata'] = {}) {
  const there = live(build(before));
  const metadata = there.spec?.template.metadata ?? {};
  Object.assign(metadata, {
    labels: {...metadata.labels, ...theirs.labels},
    annotations: {...metadata.annotations, ...theirs.annotations},
  });
  return carryOver(build(after), there).spec?.template.metadata;
}

test('by default the pods ask service meshes to leave them alone, and no more', t => {
  t.deepEqual(build().spec?.template.metadata, {
    labels: {...own, ...noIstio},
    annotations: {...noIstio, ...noLinkerd, ...holds},
  });
});

test('what POD_LABELS and POD_ANNOTATIONS say is on the pods, and not on the DaemonSet', t => {
  const {metadata, spec} = build({POD_LABELS: '{"team":"x"}', POD_ANNOTATIONS: '{"owner":"an owner"}'});
  t.deepEqual(spec?.template.metadata, {
    labels: {...own, ...noIstio, team: 'x'},
    annotations: {...noIstio, ...noLinkerd, ...holds, owner: 'an owner'},
  });
  t.deepEqual(metadata?.labels, own);
  t.false(Object.hasOwn(metadata?.annotations ?? {}, 'owner'));
});

test("a mesh's key that the user sets, as the one or the other, takes the place of our default in both", t => {
  const of = (data: Record<string, string>) => buildPodMetadata(readConfig({...a, ...data}));
  const yes = {'sidecar.istio.io/inject': 'true'};
  t.deepEqual(of({POD_LABELS: JSON.stringify(yes)}), {labels: yes, annotations: noLinkerd});
  t.deepEqual(of({POD_ANNOTATIONS: JSON.stringify(yes)}), {labels: {}, annotations: {...noLinkerd, ...yes}});
  const linkerd = {'linkerd.io/inject': 'enabled'};
  t.deepEqual(of({POD_ANNOTATIONS: JSON.stringify(linkerd)}), {
    labels: noIstio,
    annotations: {...noIstio, ...linkerd},
  });
});

test('every pod that is made for a puller has them: of main, of an image apart, of a bridge, of a scout', t => {
  const data = {
    IMAGES: 'a=registry.test/a:1; b=registry.test/b:1',
    POD_LABELS: '{"team":"x"}',
    POD_ANNOTATIONS: '{"owner":"y"}',
    POD_SERVICE_ACCOUNT_NAME: 'holder',
    POD_RUNTIME_CLASS_NAME: 'kata',
  };
  const config = readConfig(data);
  const [image] = config.images;
  if (image === undefined) throw new Error('no image');
  const note = {is: 'isolated', image: image.image, since: '2026-01-01T00:00:00.000Z', returns: 0} as const;
  const lanes = [...buildLanes(config, {a: note}), buildBridge(config, config.images, 'little')];
  t.deepEqual(
    lanes.map(({role}) => role),
    ['main', 'isolated', 'bridge'],
  );
  const templates = lanes.map(lane => buildDaemonSet(buildInputs(data, {lane})).spec?.template);
  const [main] = buildLanes(config);
  if (main === undefined) throw new Error('no lane');
  const platform = {openShift: false};
  const scout = {
    puller,
    config,
    lane: main,
    platform,
    node: 'n',
    group: '',
    images: config.images,
    errand: '?',
    request: undefined,
    requests: 'little' as const,
    now: new Date('2026-01-01T00:00:00Z'),
  };
  for (const {metadata, spec} of [...templates.flatMap(template => template ?? []), buildScout(scout)]) {
    t.like(metadata, {labels: {team: 'x', ...noIstio}, annotations: {owner: 'y', ...noIstio, ...noLinkerd}});
    t.like(spec, {serviceAccountName: 'holder', runtimeClassName: 'kata', automountServiceAccountToken: false});
  }
});

test('without these keys a pod has no ServiceAccount and no RuntimeClass of ours', t => {
  const {spec} = build().spec?.template ?? {};
  t.deepEqual(
    Object.keys(spec ?? {}).filter(key => /serviceAccountName|runtimeClassName/.test(key)),
    [],
  );
});

test('a key that leaves POD_LABELS or POD_ANNOTATIONS leaves the template, and what others put there stays', t => {
  const before = {POD_LABELS: '{"mine":"1","kept":"1"}', POD_ANNOTATIONS: '{"note":"1","kept":"1"}'};
  const theirs = {labels: {theirs: '1'}, annotations: {'kubectl.kubernetes.io/restartedAt': 'then'}};
  t.deepEqual(edit(before, {POD_LABELS: '{"kept":"2"}', POD_ANNOTATIONS: '{"kept":"2"}'}, theirs), {
    labels: {...own, ...noIstio, kept: '2', theirs: '1'},
    annotations: {...noIstio, ...noLinkerd, ...holds, kept: '2', 'kubectl.kubernetes.io/restartedAt': 'then'},
  });
  t.deepEqual(edit(before, {}, theirs), {
    labels: {...own, ...noIstio, theirs: '1'},
    annotations: {...noIstio, ...noLinkerd, ...holds, 'kubectl.kubernetes.io/restartedAt': 'then'},
  });
});

test('our default leaves the template when the user sets its key as the other kind, and comes back', t => {
  const injected = {POD_ANNOTATIONS: '{"sidecar.istio.io/inject":"true"}'};
  t.deepEqual(edit({}, injected), {
    labels: own,
    annotations: {...noLinkerd, ...holds, 'sidecar.istio.io/inject': 'true'},
  });
  t.deepEqual(edit(injected, {}), build().spec?.template.metadata);
});

test('what is noted of the keys is in the metadata of the DaemonSet: no pod is rolled by it', t => {
  t.is(
    build({POD_LABELS: '{"team":"x"}'}).metadata?.annotations?.['kubernetes-image-puller/pod-keys'],
    '{"labels":["sidecar.istio.io/inject","team"],"annotations":["sidecar.istio.io/inject","linkerd.io/inject"]}',
  );
  t.notRegex(JSON.stringify(build().spec), /pod-keys/);
});

test('the note of the keys is on an object that anyone may edit: nonsense in it takes nothing away', t => {
  for (const nonsense of ['{', '7', '[]', 'null', '{"labels":"theirs"}', '{"labels":[1,null]}', '', undefined]) {
    const there = live(build());
    const {annotations = {}} = there.metadata;
    delete annotations['kubernetes-image-puller/pod-keys'];
    if (nonsense !== undefined) annotations['kubernetes-image-puller/pod-keys'] = nonsense;
    Object.assign(there.spec?.template.metadata?.labels ?? {}, {theirs: '1'});
    t.is(carryOver(build(), there).spec?.template.metadata?.labels?.theirs, '1', nonsense ?? 'none');
  }
});

test('whatever the note says, the labels that select the pods stay', t => {
  const there = live(build());
  Object.assign(there.metadata.annotations ?? {}, {
    'kubernetes-image-puller/pod-keys': JSON.stringify({labels: Object.keys(own), annotations: []}),
  });
  t.deepEqual(carryOver(build(), there).spec?.template.metadata?.labels, {...own, ...noIstio});
});

test('a DaemonSet that selects by other labels than ours still selects its pods, whatever POD_LABELS says', t => {
  const selector = {chosen: 'yes'};
  const {spec} = buildDaemonSet(buildInputs({...a, POD_LABELS: '{"chosen":"no"}'}, {selector}));
  t.is(spec?.template.metadata?.labels?.chosen, 'yes');
});
