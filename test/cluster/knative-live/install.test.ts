import {buildManifests, defaultOptions} from '@image-puller/knative/resources';
import test from 'ava';
import {until} from '../../support/until.ts';
import {viewPuller} from '../functions/index.ts';
import {buildFileImage} from '../images/index.ts';
import {liveKnative} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {startKnative} from './index.ts';

const namespace = 'images';

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
  const readHolders = () =>
    shared()
      .node.readContainers()
      .filter(container => container.namespace === namespace && /^[ab]$/.test(container.name))
      .map(({name}) => name)
      .toSorted();
  const view = () => viewPuller(shared().cluster.admin, namespace);
  const readImages = async () =>
    (await view().readDaemonSet())?.spec?.template.spec?.containers.map(({name}) => name) ?? [];

  test.serial('applied once, every object of Knative is Ready', async t => {
    const begun = performance.now();
    await shared().install(namespace);
    const kinds = 'ksvc,broker,trigger,sinkbinding,pingsource,apiserversource';
    const list = `kubectl get ${kinds} -n ${namespace}`;
    await shared().shell(`kubectl wait ${kinds} --all -n ${namespace} --for condition=Ready --timeout=150s || {
      ${list} >&2; exit 1; }`);
    t.log(`Ready after ${seconds(begun)}`);
    const made = (await shared().shell(`${list} -o name`)).split('\n').map(name => name.replace(/\..*\//, '/'));
    t.deepEqual(made.toSorted(), rendered);
    await untilZero();
  });

  test.serial('a ConfigMap wakes functions that are at zero, and its image is held on the node', async t => {
    const {registry} = shared();
    for (const letter of 'ab') await registry.push(letter, '1', await buildFileImage(`image ${letter}`));
    const puller = view();
    const state = async () => ({story: await puller.readStory(), functions: await readFunctions()});
    t.deepEqual(await readFunctions(), []);
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
  });

  test.serial('when there is nothing to do no function runs, and what is held stays held', async t => {
    const begun = performance.now();
    await untilZero();
    t.log(`at zero after ${seconds(begun)}`);
    t.deepEqual(readHolders(), ['a', 'b']);
  });
});
