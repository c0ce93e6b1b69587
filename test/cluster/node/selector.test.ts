import {parseConfig} from '@image-puller/shared/config';
import {buildDaemonSet, buildFormerSelector, buildSelector} from '@image-puller/shared/daemonset';
import {buildLanes} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {goPullerSelector} from '@image-puller/shared/names';
import test, {type ExecutionContext} from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {buildFileImage} from '../images/index.ts';
import {listOldSelectors, takeSelector} from '../upgrade/procedure.ts';
import {openShell} from '../upgrade/shell.ts';
import {assertRate, findGaps} from './gaps.ts';
import {sampleContainers} from './index.ts';
import {type NodePuller, startPuller} from './puller.ts';
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
        const {cluster, node} = shared();
        const puller = await startPuller(t, shared(), namespace);
        const old = await makeOld(t, puller, selector);
        await until(async () => puller.readHolders().length === 2, puller.readHolders);
        const pods = puller.readHolders();
        const sampling = sampleContainers(t, node);

        await puller.patchConfigMap({metadata: {labels: {'kubernetes-image-puller/config': 'true'}}});
        await puller.untilImages({a: {held: 1}, b: {held: 1}});
        const readWriter = async () =>
          (await puller.readDaemonSet())?.metadata.annotations?.['kubernetes-image-puller/installation'];
        await until(async () => (await readWriter()) === 'serviceaccount/image-puller', readWriter);
        const written = await puller.readDaemonSet();
        t.is(written?.metadata.uid, old.metadata.uid);
        t.is(written?.metadata.generation, old.metadata.generation);
        t.deepEqual(written?.spec, old.spec);
        t.deepEqual(puller.readHolders(), pods);

        const shell = await openShell(cluster, namespace);
        t.is(await shell(listOldSelectors), `daemonset.apps/${daemonSetName}`);
        for (const command of Object.values(takeSelector)) await shell(command);
        t.is(await shell(listOldSelectors), '');
        const now = await puller.readDaemonSet();
        t.deepEqual(now?.spec?.selector, {matchLabels: buildSelector(daemonSetName)});
        await until(() => puller.readHolders().length === 2, puller.readHolders);
        const samples = sampling.stop();
        assertRate(t, samples);
        t.deepEqual([findGaps(samples, namespace, 'a'), findGaps(samples, namespace, 'b')], [[], []]);
        const podUids = new Set(pods.map(({podUid}) => podUid));
        t.false(puller.readHolders().some(({podUid}) => podUids.has(podUid)));
        await puller.end();
      },
    );
  }

  /** What whoever had that selector left: the DaemonSet of a ConfigMap that is not labelled yet. */
  async function makeOld(
    t: ExecutionContext,
    {namespace, edit}: NodePuller,
    selector: Readonly<Record<string, string>>,
  ): Promise<Live<DaemonSet>> {
    const {cluster, registry, sleepImage} = shared();
    for (const letter of 'ab') {
      await registry.push(`${namespace}/${letter}`, '1', await buildFileImage(`${letter} of ${namespace}`));
    }
    const data = {IMAGES: `a=${registry.host}/${namespace}/a:1;b=${registry.host}/${namespace}/b:1`};
    await edit(data, {labels: {}});
    const path = `/api/v1/namespaces/${namespace}/configmaps/k8s-image-puller`;
    const {metadata} = await cluster.admin.ask<Live<ConfigMap>>('GET', path);
    const parsed = parseConfig(data, {namespace, sleepImage});
    if (!('config' in parsed)) return t.fail(JSON.stringify(parsed.errors));
    const [lane] = buildLanes(parsed.config);
    if (lane === undefined) return t.fail('no lane');
    const built = buildDaemonSet({
      puller: {namespace, name: metadata.name, uid: metadata.uid},
      config: parsed.config,
      lane,
      platform: {openShift: false},
      installation: {id: 'serviceaccount/earlier', version: '0.0.1'},
      selector,
    });
    return await cluster.admin.ask<Live<DaemonSet>>('POST', `/apis/apps/v1/namespaces/${namespace}/daemonsets`, built);
  }
});
