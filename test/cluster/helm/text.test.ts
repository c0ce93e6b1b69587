import {parseConfig} from '@image-puller/shared/config';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {chart, runHelm} from './helm.ts';
import {findObject, type Rendered, render} from './render.ts';

const readData = (objects: readonly Rendered[]): Record<string, string> => {
  const configMap = findObject(objects, 'ConfigMap');
  if (!('data' in configMap)) throw new Error('no data');
  return JSON.parse(JSON.stringify(configMap.data));
};

testsWith(controlPlane, 'the ConfigMap of the chart', home => {
  test("without a value of ours it is what the Go puller's chart makes, and a configuration without a warning", async t => {
    const data = readData(await render(home));
    t.deepEqual(data, {
      IMAGES:
        'che-code=quay.io/che-incubator/che-code:next; base-developer-image=quay.io/devfile/base-developer-image:ubi9-latest; ',
      DAEMONSET_NAME: 'kubernetes-image-puller',
      NAMESPACE: 'images',
      CACHING_INTERVAL_HOURS: '1',
      CACHING_MEMORY_REQUEST: '10Mi',
      CACHING_MEMORY_LIMIT: '20Mi',
      CACHING_CPU_REQUEST: '.05',
      CACHING_CPU_LIMIT: '.2',
      DAEMONSET_ANNOTATIONS: '{}',
      NODE_SELECTOR: '{}',
      AFFINITY: '{}',
      TOLERATIONS: '[]',
    });
    const defaults = {sleepImage: 'registry.test/sleep:1', namespace: 'images'};
    t.like(parseConfig(data, defaults), {warnings: []});
  });

  // Its template is "{{ value }}" inside a double quoted scalar.
  for (const [title, written] of [
    ["with the backslashes that the Go puller's chart needs", '{\\"disk\\": \\"ssd\\"}'],
    ['as JSON', '{"disk": "ssd"}'],
    ['as YAML', {disk: 'ssd'}],
  ] as const) {
    test(`a node selector written ${title} is the same node selector`, async t => {
      const {NODE_SELECTOR = ''} = readData(await render(home, {'configMap.nodeSelector': written}));
      t.deepEqual(JSON.parse(NODE_SELECTOR), {disk: 'ssd'});
    });
  }

  test('JSON with quotes, backslashes and newlines in it is taken as it is', async t => {
    const text = JSON.stringify({note: 'a "b" \\ \n c'}, undefined, 2);
    t.is(readData(await render(home, {'configMap.daemonsetAnnotations': text})).DAEMONSET_ANNOTATIONS, text);
  });

  test('what is no value, or no possible one, is refused by its path', async t => {
    for (const [values, message] of [
      [{'configMap.imagez': 'a'}, /at '\/configMap': additional properties 'imagez' not allowed/],
      [{mode: 'both'}, /at '\/mode': value must be one of 'standalone', 'knative'/],
      [{'configMap.refreshPolicy': 'often'}, /at '\/configMap\/refreshPolicy': value must be one of/],
      [{'knative.watch': 'no'}, /at '\/knative\/watch': got string, want boolean/],
      [{'image.repository': 'registry.test:5000/a:1'}, /at '\/image\/repository': .* does not match pattern/],
      [{'image.tag': `sha256:${'0'.repeat(64)}`}, /at '\/image\/tag': .* does not match pattern/],
    ] as const) {
      await t.throwsAsync(render(home, values), {message});
    }
  });

  test('helm show readme prints what each value means', async t => {
    const {status, stdout, stderr} = await runHelm(home, 'show', 'readme', chart);
    t.is(status, 0, stderr);
    t.true(stdout.includes('| `configMap.images` | string | '), stdout);
  });

  test('as long as images are published nowhere the notes ask for those of your own', async t => {
    const note = async (...args: readonly string[]) => {
      const {status, stdout, stderr} = await runHelm(home, 'install', 'kip', chart, '--dry-run=client', ...args);
      t.is(status, 0, stderr);
      return stdout.match(/^.+ is published nowhere, .+$/gm) ?? [];
    };
    const image = (name: string, set: string) =>
      `${name} is published nowhere, and no pod can start with it: build it (docs/images.md) and name yours with --set ${set}`;
    const ofRelease = [
      image(release.functionsImage, 'image.repository=...,image.tag=...'),
      image(release.sleepImage, 'sleepImage=...'),
    ];
    t.deepEqual(await note(), release.isPublished ? [] : ofRelease);
    t.deepEqual(await note('--set', 'image.repository=registry.test/functions,sleepImage=registry.test/sleep:1'), []);
  });
});
