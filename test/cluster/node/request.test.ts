import {annotations} from '@image-puller/shared/names';
import test from 'ava';
import {until} from '../../support/until.ts';
import {buildFileImage} from '../images/index.ts';
import {startRegistry} from '../registry/index.ts';
import {measureGaps, sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

testsOnNode('a refresh that is asked for on a real node', shared => {
  test.serial(
    'the annotation on the ConfigMap makes a scout ask within seconds, once for each image, and Events say so; where a tag has moved, the pods are rolled without a gap',
    async t => {
      const {machine, node} = shared();
      const registry = await startRegistry(t, machine);
      for (const name of 'abc') await registry.push(name, '1', await buildFileImage(name));
      const puller = await startPuller(t, shared(), 'asked-for');
      await puller.edit({IMAGES: [...'abc'].map(name => `${name}=${registry.host}/${name}:1`).join(';')});
      await puller.untilImages({a: {held: 1}, b: {held: 1}, c: {held: 1}});
      const isNoted = async () =>
        (await puller.readDaemonSet())?.metadata.annotations?.[annotations.images]?.split('"held"').length === 4;
      await until(isNoted, puller.readStatus, patience);
      const readTold = async (text: string) => (await puller.readStory()).filter(line => line.includes(text));
      /** Asks at this moment; tells what came of it. */
      const request = async () => {
        const asked = registry.requests().length;
        const begun = performance.now();
        const text = new Date().toISOString();
        await puller.patchConfigMap({metadata: {annotations: {[annotations.refreshRequested]: text}}});
        const isDone = async () => (await readTold(text)).some(line => line.startsWith('Normal RefreshDone: '));
        await until(isDone, puller.readDecisions, patience);
        const seconds = (performance.now() - begun) / 1000;
        t.log(`answered after ${seconds.toFixed(1)} s`);
        const requests = registry.requests().slice(asked);
        return {text, seconds, requests: requests.map(({method, kind, name}) => `${method} ${kind} ${name}`)};
      };
      const readContainers = () => puller.readHolders().map(({id}) => id);
      const before = readContainers();

      const first = await request();
      // By time it would be due in an hour; the kubelet has its pod within seconds, however busy the machine.
      t.true(first.seconds < 60);
      t.deepEqual(first.requests.toSorted(), ['HEAD manifest a', 'HEAD manifest b', 'HEAD manifest c']);
      t.deepEqual(await readTold(first.text), [
        `Normal RefreshRequested: a refresh was asked for at ${first.text} (${annotations.refreshRequested})`,
        `Normal RefreshDone: the refresh of ${first.text} is done: no tag has moved`,
      ]);
      // The scout ends after its answer; the same containers as before are left.
      await until(() => String(readContainers()) === String(before), readContainers, patience);
      t.is((await puller.readDaemonSet())?.metadata.annotations?.[annotations.refreshRequested], first.text);

      const digest = await registry.push('b', '1', await buildFileImage('moved'));
      const sampling = sampleContainers(t, node);
      const second = await request();
      t.deepEqual(
        (await readTold(second.text)).map(line => line.split(':')[0]),
        ['Normal RefreshRequested', 'Normal RefreshWaiting', 'Normal RefreshDone'],
        'a minute after the first',
      );
      t.regex(
        (await readTold(second.text)).at(-1) ?? '',
        /is done: the tags of b have moved, and the pods are rolled$/,
      );
      const readHeld = async () =>
        (await puller.readPods()).map(
          ({status}) => status?.containerStatuses?.find(({name, ready}) => name === 'b' && ready)?.imageID,
        );
      await until(async () => String(await readHeld()) === `${registry.host}/b@${digest}`, readHeld, patience);
      const samples = sampling.stop();
      for (const name of 'abc') {
        t.deepEqual(
          measureGaps(samples, container => container.namespace === 'asked-for' && container.name === name),
          [],
          name,
        );
      }
    },
  );
});
