import {release} from '@image-puller/shared/release';
import test from 'ava';
import {until} from '../../support/until.ts';
import {viewPuller} from '../functions/index.ts';
import {testsWithHelm} from '../helm/shared.ts';
import {buildSleepImage} from '../images/index.ts';
import {writeArchive} from './archive.ts';
import {releaseNode} from './needs.ts';
import {prepareSteps} from './steps.ts';

testsWithHelm(
  'a release, on a real node',
  shared => {
    test('installed from where it was pushed, with nothing named but what to hold, it holds that', async t => {
      const {cluster, registry, node, functionsImage, helm} = shared();
      const steps = await prepareSteps(t);
      const place = `${registry.host}/you/image-puller`;
      const pushed: string[] = [];
      for (const [name, image] of [
        ['functions', functionsImage],
        ['sleep', await buildSleepImage(cluster.directory)],
      ] as const) {
        const archive = steps.checkout.path(`${name}.tar`);
        pushed.push(await writeArchive(archive, [image]));
        await steps.run('push-image', archive, place, name, release.version);
      }
      const [functions = '', sleep = ''] = pushed;
      await steps.declare(place, functions, sleep);
      await steps.run('push-chart', place);

      const namespace = 'released';
      const chart = [`oci://${place}/kubernetes-image-puller`, '--version', release.version, '--plain-http'];
      const images = `configMap.images=a=${registry.host}/a:next;`;
      const flags = ['--namespace', namespace, '--create-namespace', '--wait', '--timeout', '3m', '--set', images];
      const installed = await helm('install', 'kip', ...chart, ...flags);
      t.is(installed.status, 0, installed.stderr);
      const puller = viewPuller(cluster.admin, namespace);
      const isHeld = () => node.readContainers().some(found => found.namespace === namespace && found.name === 'a');
      await until(isHeld, () => puller.readStory(), 60_000);
      const {spec} = (await puller.readDaemonSet()) ?? {};
      t.is(spec?.template.spec?.initContainers?.[0]?.image, `${place}/sleep:${release.version}@${sleep}`);

      const removed = await helm('uninstall', 'kip', '--namespace', namespace, '--wait');
      t.is(removed.status, 0, removed.stderr);
    });
  },
  releaseNode,
);
