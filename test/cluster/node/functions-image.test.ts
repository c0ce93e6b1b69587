import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import type {IncomingMessage} from 'node:http';
import {get} from 'node:https';
import {text} from 'node:stream/consumers';
import {buildDeployment, defaultOptions} from '@image-puller/knative/resources';
import test from 'ava';
import type {Node, Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {applyStandaloneRights, viewPuller} from '../functions/index.ts';
import {buildFileImage, buildFunctionsImage} from '../images/index.ts';
import {readMemory, startServiceAddress} from './index.ts';
import {patience} from './patience.ts';
import {type SharedNode, testsOnNode} from './shared-node.ts';

const namespace = 'images';
const pods = `/api/v1/namespaces/${namespace}/pods`;

testsOnNode('the image of the functions on a real node', shared => {
  test.serial('finds its cluster by itself, holds images, answers probes, and can write nowhere', async t => {
    const {cluster, registry, node} = shared();
    await startServiceAddress(t, cluster);
    for (const letter of 'ab') await registry.push(letter, '1', await buildFileImage(`image ${letter}`));
    await startFunctions(shared());
    const puller = viewPuller(cluster.admin, namespace);
    await puller.edit({IMAGES: `a=${registry.host}/a:1; b=${registry.host}/b:1`});
    const holders = () => node.readContainers().filter(({name}) => name === 'a' || name === 'b');
    const state = async () => ({
      holders: holders().map(({name}) => name),
      story: await puller.readStory(),
      log: (await node.readContainerLog(await readPod(shared()))).slice(-5),
    });
    await until(() => holders().length === 2, state, patience);
    await until(async () => (await puller.readDaemonSet())?.status?.numberReady === 1, state, patience);

    const container = await readRunning(shared());
    const probes = () => readProbes(shared());
    const kinds = ['Liveness successful', 'Readiness successful'];
    await until(
      async () => {
        const counts = await probes();
        return kinds.every(kind => (counts[kind] ?? 0) > 2);
      },
      probes,
      patience,
    );
    t.like((await readPod(shared())).status?.containerStatuses?.[0], {ready: true, restartCount: 0});

    const status = readFileSync(`/proc/${container.pid}/status`, 'utf8');
    t.deepEqual(/^Uid:\t(.*)$/m.exec(status)?.[1]?.split('\t'), ['65532', '65532', '65532', '65532']);
    t.deepEqual(/^Gid:\t(.*)$/m.exec(status)?.[1]?.split('\t'), ['65532', '65532', '65532', '65532']);
    t.is(/^CapEff:\t(.*)$/m.exec(status)?.[1], '0000000000000000');
    t.is(/^NoNewPrivs:\t(.*)$/m.exec(status)?.[1], '1');
    t.regex(readMount(container.pid, '/'), /^ro[, ]/);
    const {charged, anonymous} = readMemory(container);
    t.log(`its own: ${toMebibytes(anonymous)} MiB; with what the kernel keeps for it: ${toMebibytes(charged)} MiB`);
    t.true(charged < 256 * 2 ** 20, 'less than its limit');
  });

  test.serial('ends with status 0 when its pod is deleted, and what is held stays held', async t => {
    const {cluster, node} = shared();
    const {metadata} = await readPod(shared());
    const holders = () =>
      node
        .readContainers()
        .filter(({name}) => name === 'a' || name === 'b')
        .map(({id}) => id);
    const before = holders();
    t.is(before.length, 2);
    // A finalizer keeps the object, and in it what became of the container, until it has been read.
    await cluster.admin.ask('DELETE', `${pods}/${metadata?.name}`);
    const readEnd = async () => (await readPod(shared())).status?.containerStatuses?.[0]?.state?.terminated;
    await until(async () => (await readEnd()) !== undefined, readEnd, patience);
    t.like(await readEnd(), {exitCode: 0, reason: 'Completed'});
    await cluster.admin.ask('PATCH', `${pods}/${metadata?.name}`, {metadata: {finalizers: null}});
    t.deepEqual(holders(), before);
  });
});

/** As the manifest has it, in a namespace that takes nothing but the restricted Pod Security level. */
async function startFunctions({cluster, registry, sleepImage}: SharedNode): Promise<void> {
  await registry.push('functions', '1', await buildFunctionsImage());
  await applyStandaloneRights(cluster, namespace);
  await cluster.admin.ask('PATCH', `/api/v1/namespaces/${namespace}`, {
    metadata: {labels: {'pod-security.kubernetes.io/enforce': 'restricted'}},
  });
  const functionsImage = `${registry.host}/functions:1`;
  const {spec} = buildDeployment({...defaultOptions, namespace, functionsImage, sleepImage});
  const pod: Pod = {
    ...spec?.template,
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {...spec?.template.metadata, name: 'functions', finalizers: ['test.invalid/read']},
  };
  await cluster.admin.ask('POST', pods, pod);
}

const readPod = ({cluster}: SharedNode) => cluster.admin.ask<Pod>('GET', `${pods}/functions`);

async function readRunning(shared: SharedNode) {
  const container = shared.node.readContainers().find(({pod}) => pod === 'functions');
  if (container === undefined) throw new Error(`it does not run: ${JSON.stringify((await readPod(shared)).status)}`);
  return container;
}

/** How often the kubelet has probed the functions, by kind and result, as it counts itself. */
async function readProbes({cluster, node}: SharedNode): Promise<Readonly<Record<string, number>>> {
  const {status} = await cluster.admin.ask<Node>('GET', `/api/v1/nodes/${node.name}`);
  const host = status?.addresses?.find(({type}) => type === 'InternalIP')?.address;
  const {Port: port} = status?.daemonEndpoints?.kubeletEndpoint ?? {};
  const headers = {authorization: `Bearer ${cluster.admin.access.token}`};
  // Its certificate is its own, and both ends are in this sandbox.
  const request = get(`https://${host}:${port}/metrics/probes`, {headers, rejectUnauthorized: false});
  const [response]: IncomingMessage[] = await once(request, 'response');
  const lines = response === undefined ? [] : (await text(response)).split('\n');
  const own = lines.filter(line => line.startsWith('prober_probe_total{') && line.includes('pod="functions"'));
  return Object.fromEntries(
    own.map(line => [`${readLabel(line, 'probe_type')} ${readLabel(line, 'result')}`, Number(line.split('} ')[1])]),
  );
}

const readLabel = (line: string, label: string) => new RegExp(`${label}="([^"]*)"`).exec(line)?.[1];

/** The options of a mount, as a process sees it. */
function readMount(pid: number, place: string): string {
  const lines = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n');
  return (
    lines
      .map(line => line.split(' '))
      .find(fields => fields[4] === place)
      ?.slice(5)
      .join(' ') ?? 'no such mount'
  );
}

const toMebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
