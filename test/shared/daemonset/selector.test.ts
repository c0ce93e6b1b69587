import {buildDaemonSet, buildFormerSelector, buildSelector, type Labels} from '@image-puller/shared/daemonset';
import {buildBridge, buildLanes} from '@image-puller/shared/lanes';
import {goPullerSelector} from '@image-puller/shared/names';
import {buildScout} from '@image-puller/shared/scout';
import test from 'ava';
import {buildInputs, puller, readConfig} from '../samples.ts';

const data = {IMAGES: 'a=registry.test/a:1'};
const ofOurs = {
  'app.kubernetes.io/component': 'image-holder',
  'app.kubernetes.io/part-of': 'kubernetes-image-puller',
  'app.kubernetes.io/managed-by': 'kubernetes-image-puller',
};
const noIstio = {'sidecar.istio.io/inject': 'false'};

/** The selector of a DaemonSet, its own labels, and those of its pods. */
function readLabels(selector?: Labels) {
  const {metadata, spec} = buildDaemonSet(buildInputs(data, selector === undefined ? {} : {selector}));
  return {selector: spec?.selector, own: metadata?.labels, pods: spec?.template.metadata?.labels};
}

test('a new DaemonSet selects by one label that nothing else has; the labels of Kubernetes are on its pods for people', t => {
  const selector = {'kubernetes-image-puller/daemonset': 'kubernetes-image-puller'};
  const labels = {
    ...ofOurs,
    'app.kubernetes.io/name': 'kubernetes-image-puller',
    'app.kubernetes.io/instance': 'kubernetes-image-puller',
    ...selector,
  };
  t.deepEqual(readLabels(), {selector: {matchLabels: selector}, own: labels, pods: {...noIstio, ...labels}});
});

for (const [whose, selector] of Object.entries({
  'an earlier version': {
    'app.kubernetes.io/name': 'kubernetes-image-puller',
    'app.kubernetes.io/instance': 'kubernetes-image-puller',
  },
  'the Go puller': goPullerSelector,
})) {
  test(`a DaemonSet of ${whose} keeps its selector, and gets no label that would replace its pods`, t => {
    const labels = {...ofOurs, ...selector};
    t.deepEqual(readLabels(selector), {selector: {matchLabels: selector}, own: labels, pods: {...noIstio, ...labels}});
  });
}

test('a DaemonSet of a puller selects its own pods, and no other pod of that puller', t => {
  const config = readConfig({IMAGES: 'a=registry.test/a:1; b=registry.test/b:1'});
  const [image] = config.images;
  if (image === undefined) throw new Error('no image');
  const note = {is: 'isolated', image: image.image, since: '2026-01-01T00:00:00.000Z', returns: 0} as const;
  const lanes = [...buildLanes(config, {a: note}), buildBridge(config, config.images, 'little')];
  const [main] = lanes;
  if (main === undefined) throw new Error('no lane');
  const asked = {node: 'n', group: '', images: config.images, errand: '?', request: undefined} as const;
  const {platform} = buildInputs(data);
  const scout = buildScout({puller, config, platform, lane: main, ...asked, requests: 'little', now: new Date(0)});
  const pods = new Map([
    ...lanes.map(
      lane => [lane.name, buildDaemonSet(buildInputs(data, {config, lane})).spec?.template.metadata] as const,
    ),
    ['scout', scout.metadata] as const,
  ]);
  t.is(pods.size, 4);
  const find = (selector: Labels) =>
    [...pods].filter(([, pod]) => has(pod?.labels ?? {}, selector)).map(([name]) => name);
  for (const {name} of lanes) {
    t.deepEqual(find(buildSelector(name)), [name]);
    t.deepEqual(find(buildFormerSelector(name)), [name]);
  }
});

const has = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);
