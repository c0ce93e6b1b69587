import {buildManifests, defaultOptions} from '@image-puller/knative/resources';
import test from 'ava';
import {until} from '../../support/until.ts';
import {viewPuller} from '../functions/index.ts';
import {buildFileImage} from '../images/index.ts';
import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';

const namespace = 'images';

/** The kinds of Knative that the manifests have. */
const kinds = 'ksvc,broker,trigger,pingsource,apiserversource';

/** What of the manifests is Knative's, as `service/image-puller-apply`. */
const rendered = buildManifests({...defaultOptions, namespace})
  .flatMap(({resources}) => resources)
  .filter(({apiVersion = ''}) => apiVersion.includes('.knative.dev/'))
  .map(({kind = '', metadata}) => `${kind.toLowerCase()}/${metadata?.name}`)
  .toSorted();

/** How long a start from zero, or an end after the last request, may take on a busy machine, in milliseconds. */
const patience = 150_000;

testsSharing(liveKnative, 'the manifests on a Knative that runs', startKnative, shared => {
  const seconds = (begun: number) => `${((performance.now() - begun) / 1000).toFixed(2)} s`;

  /** The pods of the functions, by the names of their Services. */
  const readFunctions = async () => {
    const pods = await shared().readPods(namespace);
    return pods.flatMap(({metadata}) => metadata?.labels?.['serving.knative.dev/service'] ?? []).toSorted();
  };
  const untilZero = () => until(async () => (await readFunctions()).length === 0, readFunctions, patience);
  const untilReady = () =>
    shared().shell(`kubectl wait ${kinds} --all -n ${namespace} --for condition=Ready --timeout=150s || {
      kubectl get ${kinds} -n ${namespace} >&2; exit 1; }`);
  const readHolders = () =>
    shared()
      .node.readContainers()
      .filter(container => container.namespace === namespace && /^[abc]$/.test(container.name))
      .map(({name}) => name)
      .toSorted();
  const view = () => viewPuller(shared().cluster.admin, namespace);
  const readImages = async () =>
    (await view().readDaemonSet())?.spec?.template.spec?.containers.map(({name}) => name) ?? [];

  test.serial('applied once, every object of Knative is Ready', async t => {
    const begun = performance.now();
    await shared().install(namespace);
    await untilReady();
    t.log(`Ready after ${seconds(begun)}`);
    const made = (await shared().shell(`kubectl get ${kinds} -n ${namespace} -o name`)).split('\n');
    t.deepEqual(made.map(name => name.replace(/\..*\//, '/')).toSorted(), rendered);
  });

  test.serial('a ConfigMap wakes functions that are at zero, and its image is held on the node', async t => {
    const {registry} = shared();
    for (const letter of 'ab') await registry.push(letter, '1', await buildFileImage(`image ${letter}`));
    const puller = view();
    const state = async () => ({story: await puller.readStory(), functions: await readFunctions()});
    await untilZero();
    const cold = performance.now();
    await puller.edit({IMAGES: `a=${registry.host}/a:1`});
    await until(async () => (await readImages()).includes('a'), state, patience);
    t.log(`cold: in the DaemonSet after ${seconds(cold)}`);
    await until(() => readHolders().join('') === 'a', state, patience);
    t.log(`cold: held after ${seconds(cold)}`);

    await until(
      async () => (await puller.readStory()).some(told => told.startsWith('Normal Applied')),
      state,
      patience,
    );
    const warm = performance.now();
    await puller.edit({IMAGES: `a=${registry.host}/a:1; b=${registry.host}/b:1`});
    await until(async () => (await readImages()).includes('b'), state, patience);
    t.log(`warm: in the DaemonSet after ${seconds(warm)}`);
    await until(() => readHolders().join('') === 'ab', state, patience);
    t.log(`warm: held after ${seconds(warm)}`);
    t.deepEqual(await readImages(), ['a', 'b']);
  });

  test.serial('a second puller beside it holds its own image, and the first is left alone', async t => {
    const {registry, cluster} = shared();
    await registry.push('c', '1', await buildFileImage('image c'));
    const first = await view().readDaemonSet();
    const second = viewPuller(cluster.admin, namespace, 'second', 'second');
    await second.edit({DAEMONSET_NAME: 'second', IMAGES: `c=${registry.host}/c:1`});
    await until(() => readHolders().join('') === 'abc', second.readStory, patience);
    const same = await view().readDaemonSet();
    t.deepEqual(same?.metadata.generation, first?.metadata.generation);
    await second.deleteConfigMap();
    await until(() => readHolders().join('') === 'ab', second.readStory, patience);
  });

  test.serial('applied a second time no revision is made, and every object is Ready still', async t => {
    const {shell, install} = shared();
    const readRevisions = () => shell(`kubectl get revisions -n ${namespace} -o name`);
    const before = await readRevisions();
    await install(namespace);
    await untilReady();
    t.is(await readRevisions(), before);
  });

  test.serial('when there is nothing to do no function runs, and what is held stays held', async t => {
    const begun = performance.now();
    await untilZero();
    t.log(`at zero after ${seconds(begun)}`);
    t.deepEqual(readHolders(), ['a', 'b']);
  });
});
