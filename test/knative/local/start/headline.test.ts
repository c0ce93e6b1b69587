import {utimes, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {copyOfSample, type Running, run} from './command.ts';
import {type Api, findApi} from './embedded.ts';

const configMap = '/api/v1/namespaces/default/configmaps/images';

async function start(t: ExecutionContext, ...more: readonly string[]) {
  const file = await copyOfSample(t);
  const running = await run(t, ['--port', '0', '--speed', '50', ...more, file]);
  const api = await findApi(running);
  return {file, running, api};
}

const send = async ({url}: Api, method: string, path: string, body?: object): Promise<void> => {
  const headers = {'content-type': 'application/json'};
  const response = await fetch(`${url}${path}`, {method, headers, ...(body && {body: JSON.stringify(body)})});
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
};

/** How many lines of the output match. */
const count = (running: Running, pattern: RegExp): number =>
  running
    .output()
    .split('\n')
    .filter(line => pattern.test(line)).length;

test('--nodes says how many nodes there are, of two architectures', async t => {
  const {running, api} = await start(t, '--nodes', '5');
  await running.see(/with an embedded cluster: 5 simulated nodes, /);
  await running.see(/All 4 images are held on all 5 nodes: it took /);
  type Nodes = {items: {metadata: {name: string; labels: Record<string, string>}}[]};
  const nodes = await api.read<Nodes>('/api/v1/nodes');
  t.deepEqual(
    nodes?.items.map(({metadata}) => `${metadata.name} ${metadata.labels['kubernetes.io/arch']}`),
    ['node-1 amd64', 'node-2 amd64', 'node-3 arm64', 'node-4 amd64', 'node-5 amd64'],
  );
});

test('a node that is made joins, pulls and holds; one that is deleted is gone: each is said', async t => {
  const {running, api} = await start(t);
  await running.see(/All 4 images are held on all 3 nodes: it took/);
  await running.see(/kubectl --kubeconfig \S+ apply -f \S+\/node\.yaml\n/);
  const metadata = {name: 'another', labels: {'kubernetes.io/arch': 's390x', 'kubernetes.io/os': 'linux'}};
  await send(api, 'POST', '/api/v1/nodes', {apiVersion: 'v1', kind: 'Node', metadata});
  await running.see(/ s {2}another joins \(s390x\)\n/);
  await running.see(/ s {2}another is Ready\n/);
  await running.see(/ s {2}another pulls che-code, /);
  await running.see(/All 4 images are held on all 4 nodes: it took/);
  await send(api, 'DELETE', '/api/v1/nodes/another');
  await running.see(/ s {2}another is gone, with all that was on its disk\n/);
  await running.see(/All 4 images are held on all 3 nodes again\n/);
  t.is(count(running, / joins /), 1, 'those of the start have not just come');
});

test('a file of tags beside FILE moves a tag when it is saved, and the command that asks for a refresh is said', async t => {
  const {file, running} = await start(t);
  await running.see(/ {2}tags +\S+\/tags\.yaml \(not there: no tag has moved\)\n/);
  const tags = join(dirname(file), 'tags.yaml');
  const image = 'quay.io/che-incubator/che-code:next';
  await writeFile(tags, `${image}: two\n`);
  await running.see(
    new RegExp(`${image} is build two now, in the simulated registry: nodes find it by the next refresh`),
  );
  await running.see(
    /ask for one: kubectl \S+ \S+ annotate configmap images --overwrite kubernetes-image-puller\/refresh-requested=/,
  );
  await writeFile(tags, `${image}: [two]\n`);
  await running.see(/tags\.yaml: line 1, column 38: \S+ has no build; /);
  await running.see(/No tag has moved; fix it and save the file again\n/);
  await writeFile(tags, '# nothing\n');
  await running.see(/che-code:next means again what it meant at first/);
  t.is(count(running, /ask for one: /), 2, 'once for each move');
});

test('the headline: a tag moves, a refresh is asked for as the command says, one node asks, and the pods are rolled', async t => {
  const {file, running, api} = await start(t);
  await running.see(/All 4 images are held on all 3 nodes: it took/);
  await writeFile(join(dirname(file), 'tags.yaml'), 'quay.io/che-incubator/che-code:next: 2\n');
  const [, key = ''] = await running.see(/ask for one: .* --overwrite (\S+)=\$\(date -u \+%FT%TZ\)\n/);
  const pulls = count(running, / pulls che-code, /);
  await api.patch(configMap, {metadata: {annotations: {[key]: new Date().toISOString()}}});
  await running.see(/RefreshRequested: a refresh was asked for at /);
  await running.see(/refresh: a pod on node-\d asks the registry what the tags mean\n/);
  await running.see(/RefreshStarted: che-code .*the tag has moved/);
  await running.see(/DaemonSet kubernetes-image-puller is rolled out: all 3 pods are of its present template\n/);
  t.is(count(running, /asks the registry/), 2, 'a scout for each architecture');
  // A pull that is over within a moment may not be seen.
  t.true(count(running, / pulls che-code, /) > pulls, running.output());
});

test('a ConfigMap that is deleted is said, with how to get it back: a save of the same file makes it again', async t => {
  const {file, running, api} = await start(t);
  await running.see(/All 4 images are held on all 3 nodes: it took/);
  await send(api, 'DELETE', configMap);
  await running.see(
    /ConfigMap images deleted: nothing holds its images any more; save \S+list\.yaml to make it again\n/,
  );
  await utimes(file, new Date(), new Date());
  await running.see(/All 4 images are held on all 3 nodes again/);
  t.is(count(running, /ConfigMap images created/), 2, running.output());
});

test('a ConfigMap that loses its label is said to be no puller any more', async t => {
  const {running, api} = await start(t);
  await running.see(/All 4 images are held/);
  await api.patch(configMap, {metadata: {labels: {'kubernetes-image-puller/config': null}}});
  await running.see(/ConfigMap images has lost its label: it does not configure a puller any more\n/);
  t.is(count(running, /deleted/), 0, running.output());
});

test('an annotation that kubectl sets, such as one that asks for a refresh, survives a save of the file', async t => {
  const {file, running, api} = await start(t);
  const annotations = {'kubernetes-image-puller/refresh-requested': 'now', theirs: '1'};
  await api.patch(configMap, {metadata: {annotations}});
  await writeFile(
    file,
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: images}\ndata: {IMAGES: a=registry.example/a:1}\n',
  );
  await running.see(/ConfigMap images replaced\n/);
  const read = await api.read<{metadata: {annotations: object}}>(configMap);
  t.deepEqual(read?.metadata.annotations, annotations);
});

test('what an Event and the status both say is said once', async t => {
  const {file, running} = await start(t);
  await running.see(/All 4 images are held/);
  const broken = (selector: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: broken}\ndata: {IMAGES: a=registry.example/a:1, NODE_SELECTOR: '${selector}'}\n`;
  await writeFile(file, broken('{bad'));
  await running.see(/NODE_SELECTOR: line 1, column 2/);
  await writeFile(file, broken('{}'));
  await running.see(/ConfigMap broken replaced/);
  t.is(count(running, /NODE_SELECTOR: line 1, column 2/), 1, running.output());
});
