import {buildFormerSelector, buildSelector} from '@image-puller/shared/daemonset';
import {goPullerSelector} from '@image-puller/shared/names';
import test from 'ava';
import {until} from '../../support/until.ts';
import {leaveEarlier} from '../functions/index.ts';
import {buildFileImage} from '../images/index.ts';
import {listOldSelectors, takeSelector} from '../upgrade/procedure.ts';
import {openShell} from '../upgrade/shell.ts';
import type {RunningContainer} from './containers.ts';
import {assertRate, findGaps} from './gaps.ts';
import {sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

const daemonSetName = 'kubernetes-image-puller';

testsOnNode('selectors of DaemonSets on a real node', shared => {
  for (const [whose, namespace, selector] of [
    ['an earlier version', 'earlier', buildFormerSelector(daemonSetName)],
    ['a Go puller', 'go', goPullerSelector],
  ] as const) {
    test.serial(
      `a DaemonSet with the selector of ${whose} keeps it, and its pods; renamed and named back it has that of this version, and there is no moment without an image`,
      async t => {
        const {cluster, node, registry, sleepImage} = shared();
        for (const letter of 'ab') {
          await registry.push(`${namespace}/${letter}`, '1', await buildFileImage(`${letter} of ${namespace}`));
        }
        const data = {IMAGES: `a=${registry.host}/${namespace}/a:1;b=${registry.host}/${namespace}/b:1`};
        const old = await leaveEarlier(cluster.admin, namespace, sleepImage, data, selector);
        const readHolders = () => node.readContainers().filter(container => container.namespace === namespace);
        await until(() => readHolders().length === 2, readHolders, patience);
        const pods = listPodUids(readHolders());
        const sampling = sampleContainers(t, node);

        const puller = await startPuller(t, shared(), namespace);
        const readWriter = async () =>
          (await puller.readDaemonSet())?.metadata.annotations?.['kubernetes-image-puller/installation'];
        await until(async () => (await readWriter()) === 'serviceaccount/image-puller', readWriter);
        const written = await puller.readDaemonSet();
        t.is(written?.metadata.uid, old.metadata.uid);
        t.is(written?.metadata.generation, old.metadata.generation);
        t.deepEqual(written?.spec, old.spec);
        t.deepEqual(listPodUids(readHolders()), pods);

        const shell = await openShell(cluster, namespace);
        t.is(await shell(listOldSelectors), `daemonset.apps/${daemonSetName}`);
        for (const command of Object.values(takeSelector)) await shell(command);
        t.is(await shell(listOldSelectors), '');
        const now = await puller.readDaemonSet();
        t.deepEqual(now?.spec?.selector, {matchLabels: buildSelector(daemonSetName)});
        await until(() => readHolders().length === 2, readHolders, patience);
        const samples = sampling.stop();
        assertRate(t, samples);
        t.deepEqual([findGaps(samples, namespace, 'a'), findGaps(samples, namespace, 'b')], [[], []]);
        t.notDeepEqual(listPodUids(readHolders()), pods);
        await puller.end();
      },
    );
  }
});

const listPodUids = (containers: readonly RunningContainer[]): readonly string[] => [
  ...new Set(containers.map(({podUid}) => podUid)),
];
