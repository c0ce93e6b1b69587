import {readFile} from 'node:fs/promises';
import {eventTypes} from '@image-puller/shared/events';
import test from 'ava';
import {back as helmBack, upgrade as helmUpgrade} from './cluster/helm/procedure.ts';
import {beside, install, makePuller, remove} from './cluster/install/procedure.ts';
import {findVersion} from './cluster/tools/index.ts';
import {listOldSelectors, takeSelector, upgrade, wayBack} from './cluster/upgrade/procedure.ts';

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

test('docs/operations.md names every CloudEvent that is published', async t => {
  const page = await read('docs/operations.md');
  for (const type of Object.values(eventTypes).filter(name => name.startsWith('kubernetes-image-puller.'))) {
    t.true(page.includes(type) || page.includes(`\`${type.replace('kubernetes-image-puller.', '')}\``), type);
  }
});

test('the procedures of docs/from-the-go-puller.md are the commands that are tested on a real node, in their order', async t => {
  t.deepEqual(listCommands(await read('docs/from-the-go-puller.md')), [Object.values(upgrade), Object.values(wayBack)]);
});

test('README and docs/verified.md name the versions that are pinned', async t => {
  const pinned = [
    ['kubernetes', 'k8s.io/kubernetes'],
    ['containerd', 'github.com/containerd/containerd/v2'],
    ['kubernetes', 'go.etcd.io/etcd/server/v3'],
    ['registry', 'github.com/distribution/distribution/v3'],
    ['kwok', 'sigs.k8s.io/kwok'],
    ['helm', 'helm.sh/helm/v4'],
    ['knative', 'knative.dev/serving'],
    ['knative', 'knative.dev/eventing'],
  ] as const;
  const [readme, verified] = await Promise.all([read('README.md'), read('docs/verified.md')]);
  for (const [index, [module, path]] of pinned.entries()) {
    const version = ` ${findVersion(module, path).slice(1)}`;
    t.true(verified.includes(version), `docs/verified.md: ${path}${version}`);
    if (index < 2) t.true(readme.includes(version), `README.md: ${path}${version}`);
  }
});

test('the commands of docs/installing.md are those that are tested on a real node', async t => {
  t.deepEqual(
    listCommands(await read('docs/installing.md')),
    [install, beside, makePuller, remove].map(commands => Object.values(commands)),
  );
});

test('so are those by which docs/upgrading.md changes a selector', async t => {
  const blocks = listCommands(await read('docs/upgrading.md'));
  t.deepEqual(
    blocks.find(([first]) => first === listOldSelectors),
    [listOldSelectors, ...Object.values(takeSelector)],
  );
});

test('so are those of docs/helm.md', async t => {
  t.deepEqual(listCommands(await read('docs/helm.md')), [Object.values(helmUpgrade), Object.values(helmBack)]);
});

/** The commands of each block of a page, without comments and without choosing a namespace. */
const listCommands = (page: string): readonly (readonly string[])[] =>
  [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
    block.split('\n').filter(line => line !== '' && !line.startsWith('#') && !line.startsWith('kubectl config ')),
  );
