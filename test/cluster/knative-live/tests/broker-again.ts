import {join} from 'node:path';
import test from 'ava';
import {until} from '../../../support/until.ts';
import {addTrigger, startSubscriber, viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {seconds} from './format.ts';

const patience = 150_000;

/** A Broker that is deleted and made again, in an installation whose tick comes each minute. */
export function testBrokerAgain(shared: () => LiveKnative, namespace: string): void {
  test.serial(
    'a Broker that is deleted and made again, with its address, is published to, and no Service gets a revision for it',
    async t => {
      const {shell, cluster} = shared();
      const installation = viewInstallation(shared(), namespace);
      const puller = installation.view('first');
      await puller.timeEdit(['a']);
      const readRevisions = () => shell(`kubectl get revisions -n ${namespace} -o name`);
      const before = await readRevisions();
      await shell(`kubectl delete broker image-puller -n ${namespace}`);
      await shell(`kubectl apply -f ${join(cluster.directory, `manifests-${namespace}`, '40-broker.yaml')}`);
      const {url, heard} = await startSubscriber(t, true);
      t.log(`an edit right after it: ${seconds(await puller.timeEdit(['a', 'b'], patience))}`);
      await installation.untilReady();
      await addTrigger(shared(), namespace, 'all', url);
      t.teardown(() => shell(`kubectl delete trigger all -n ${namespace}`));
      t.log(`an edit when all is Ready: ${seconds(await puller.timeEdit(['a', 'b', 'c'], patience))}`);
      await until(
        () => heard.some(({type}) => type === 'kubernetes-image-puller.image.cached'),
        () => heard,
        patience,
      );
      t.is(await readRevisions(), before);
    },
  );
}
