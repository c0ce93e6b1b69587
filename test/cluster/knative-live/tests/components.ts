import test, {type ExecutionContext} from 'ava';
import type {Deployment} from 'kubernetes-types/apps/v1';
import {until} from '../../../support/until.ts';
import {buildFileImage} from '../../images/index.ts';
import {
  addWebhook,
  type Installation,
  type LivePuller,
  startSilentWebhook,
  viewInstallation,
} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {seconds} from './format.ts';

const namespace = 'components';

/** The tick of this installation comes each minute; what is lost is found by the next one, here at the latest. */
const patience = 150_000;

/** How long a component stays away, in milliseconds, unless the edit counts before. */
const away = 10_000;

/** A Deployment of Knative's. */
interface Component {
  readonly namespace: string;
  /** Its name, or the beginning of it. */
  readonly name: string;
  /** Made and scaled by one of Knative's controllers: it is back at once. */
  readonly isMade?: boolean;
}

const components: readonly Component[] = [
  ...['mt-broker-ingress', 'mt-broker-filter', 'mt-broker-controller', 'imc-dispatcher', 'imc-controller'].map(
    inEventing,
  ),
  ...['eventing-controller', 'eventing-webhook'].map(inEventing),
  ...['activator', 'autoscaler', 'controller', 'webhook'].map(name => ({namespace: 'knative-serving', name})),
  {...inEventing('pingsource-mt-adapter'), isMade: true},
  {namespace, name: 'apiserversource-', isMade: true},
];

function inEventing(name: string): Component {
  return {namespace: 'knative-eventing', name};
}

/** An edit, while each part of Knative dies or is away. */
export function testComponents(shared: () => LiveKnative): void {
  const installation = (): Installation => viewInstallation(shared(), namespace);
  const first = (): LivePuller => installation().view('first');
  const nextImages = async () => ((await first().readImages()).length === 1 ? ['a', 'b'] : ['a']);
  /** The Deployment's whole name, and the labels of its pods as a selector. */
  const find = async ({namespace: of, name}: Component) => {
    const path = `/apis/apps/v1/namespaces/${of}/deployments`;
    const {items} = await shared().cluster.admin.ask<{readonly items: readonly Deployment[]}>('GET', path);
    const found = items.find(
      ({metadata}) => metadata?.name === name || (name.endsWith('-') && metadata?.name?.startsWith(name)),
    );
    const labels = Object.entries(found?.spec?.selector.matchLabels ?? {});
    if (labels.length === 0) throw new Error(`no Deployment ${name}: ${items.map(({metadata}) => metadata?.name)}`);
    return {deployment: found?.metadata?.name ?? '', selector: labels.map(([key, value]) => `${key}=${value}`).join()};
  };
  const countPods = async (of: string, selector: string) => {
    const path = `/api/v1/namespaces/${of}/pods?labelSelector=${encodeURIComponent(selector)}`;
    return (await shared().cluster.admin.ask<{readonly items: readonly object[]}>('GET', path)).items.length;
  };
  const kill = async (component: Component) => {
    const {selector} = await find(component);
    return await shared().shell(`kubectl delete pod -n ${component.namespace} -l ${selector} --grace-period=0 --force`);
  };

  test.serial('an installation whose tick comes each minute is Ready', async t => {
    for (const letter of 'abc') await shared().registry.push(letter, '1', await buildFileImage(`image ${letter}`));
    await shared().install(namespace, '--tick-schedule', '* * * * *');
    await installation().untilReady();
    t.log(`an edit: ${seconds(await first().timeEdit(['a']))}`);
    t.pass();
  });

  for (const component of components) {
    const {namespace: of, name, isMade = false} = component;
    test.serial(`${name} is killed: an edit counts`, async t => {
      await first().untilRolledOut();
      t.regex(await kill(component), /deleted/);
      await countEdit(t, `${name} killed`);
      await untilWhole();
    });

    if (isMade) continue;
    test.serial(`${name} is away for a while: an edit counts`, async t => {
      await first().untilRolledOut();
      const {deployment, selector} = await find(component);
      const scale = (replicas: number) =>
        shared().shell(`kubectl scale deployment ${deployment} -n ${of} --replicas ${replicas}`);
      await scale(0);
      t.teardown(() => scale(1));
      await kill(component);
      await until(async () => (await countPods(of, selector)) === 0);
      const timer = setTimeout(() => void scale(1), away);
      t.teardown(() => clearTimeout(timer));
      await countEdit(t, `${name} away`);
      await scale(1);
      await untilWhole();
    });
  }

  test.serial('apply is killed while it writes: the edit counts', async t => {
    await first().untilRolledOut();
    const {url, isAsked} = await startSilentWebhook(t);
    const remove = await addWebhook(t, shared(), namespace, 'first', url);
    const images = await nextImages();
    const edit = first().timeEdit(images, patience);
    await until(isAsked, first().readStory, patience);
    const working = shared()
      .node.readContainers()
      .find(
        ({namespace: of, pod, name}) =>
          of === namespace && pod.startsWith('image-puller-apply-') && name === 'user-container',
      );
    process.kill(working?.pid ?? Number.NaN, 'SIGKILL');
    await remove();
    t.log(`apply killed while it writes: ${seconds(await edit)}`);
    t.deepEqual(await first().readImages(), images);
  });

  async function countEdit(t: ExecutionContext, situation: string): Promise<void> {
    const images = await nextImages();
    t.log(`${situation}: ${seconds(await first().timeEdit(images, patience))}`);
    t.deepEqual(await first().readImages(), images);
  }

  async function untilWhole(): Promise<void> {
    for (const part of ['knative-serving', 'knative-eventing']) {
      await shared().shell(`kubectl wait deployment --all --for condition=Available -n ${part} --timeout=120s`);
    }
    await installation().untilReady();
  }
}
