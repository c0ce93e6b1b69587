import type {StoredPod} from '@image-puller/embedded-cluster';
import test from 'ava';
import {until} from '../support/until.ts';
import {namespace} from './support/names.ts';
import {daemonSetName, startPuller} from './support/puller.ts';

const list = (tag: number, limit: string) => ({
  IMAGES: `a=registry.test/a:${tag};b=registry.test/b:${tag}`,
  ROLLOUT_MAX_NODES: limit,
});

for (const limit of ['3', '25%']) {
  test(`twelve nodes of which ${limit} may pull are warmed up, and then changed, by no more at a time`, async t => {
    const {ring, edit, nodes, embedded, readDaemonSet} = await startPuller(t, list(1, limit), {nodes: 12});
    const {store} = embedded;
    let most = 0;
    store.subscribe(() => {
      const pulling = store
        .list<StoredPod>('Pod', namespace)
        .filter(isPulling)
        .map(({spec}) => spec?.nodeName);
      most = Math.max(most, new Set(pulling).size);
    });
    const drive = () =>
      until(
        async () => {
          await ring('apply');
          const {spec, status} = (await readDaemonSet()) ?? {};
          return (
            spec?.template.spec?.containers.length === 2 &&
            status?.numberAvailable === 12 &&
            status.updatedNumberScheduled === 12
          );
        },
        () => readDaemonSet(),
      );
    await drive();
    await nodes.settled(daemonSetName);
    t.is(most, 3);

    most = 0;
    await edit(list(2, limit));
    await drive();
    await nodes.settled(daemonSetName);
    t.is(most, 3);
    t.is(nodes.gaps(daemonSetName), 0);
  });
}

// Of three nodes 70% are 2.1: Kubernetes lets a pod surge on three.
for (const limit of ['3', '70%']) {
  test(`as many nodes as may pull, ${limit} of three, are warmed up at once: the first spec is the last`, async t => {
    const {ring, nodes, readDaemonSet} = await startPuller(t, list(1, limit), {nodes: 3});
    await ring('apply');
    await nodes.settled(daemonSetName);
    await ring('apply');
    t.is((await readDaemonSet())?.metadata.generation, 1);
  });
}

/** Has a container of ours that has not started, beside those that fail. */
const isPulling = ({spec, status}: StoredPod): boolean =>
  spec?.nodeName !== undefined &&
  status?.containerStatuses?.some(({name, state}) => /^[ab]$/.test(name) && state?.waiting !== undefined) === true;
