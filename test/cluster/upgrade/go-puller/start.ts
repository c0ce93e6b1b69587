import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {PodList} from 'kubernetes-types/core/v1';
import {until} from '../../../support/until.ts';
import type {ControlPlane} from '../../control-plane/index.ts';
import {type Program, readLog, startProgram} from '../../programs/index.ts';
import type {Scope} from '../../start.ts';
import type {GoPullerFile} from './file.ts';
import {buildDaemonSet, names} from './install.ts';
import type {Recorded} from './recorded.ts';

const entry = fileURLToPath(import.meta.resolve('./main.ts'));

/** A Go puller that runs. */
export interface GoPuller {
  readonly program: Program;
  /** What it has said so far. */
  readLog(): Promise<readonly string[]>;
  /** Waits until its DaemonSet is Ready, which it waits for as well. */
  untilReady(): Promise<void>;
  /** SIGTERM, as its pod gets it when the Deployment is gone; resolves when it has ended. */
  terminate(): Promise<void>;
}

/** An hour, 10 s and none where they are not given: as it is installed, on a real kubelet, beside its API server. */
export type GoPullerTimes = Partial<Pick<GoPullerFile, 'interval' | 'restartAfter' | 'delay'>>;

/** Starts the pod of a Go puller that is installed, for one test. */
export async function startGoPuller(
  t: Scope,
  cluster: ControlPlane,
  namespace: string,
  recorded: Recorded,
  {interval = 3_600_000, restartAfter = 10_000, delay = 0}: GoPullerTimes = {},
): Promise<GoPuller> {
  const file: GoPullerFile = {
    access: await cluster.serviceAccountAccess(namespace, names.account),
    namespace,
    deployment: names.deployment,
    daemonSet: buildDaemonSet(namespace, recorded),
    interval,
    restartAfter,
    delay,
  };
  const name = `go-puller-${starts++}`;
  const path = join(cluster.directory, `${name}.json`);
  await writeFile(path, JSON.stringify(file), {mode: 0o600});
  const program = await startProgram({
    name,
    binary: process.execPath,
    arguments: [entry, path],
    log: join(cluster.directory, 'log', `${name}.log`),
  });
  t.teardown(() => program.kill());
  const read = () => readLog(program);
  return {
    program,
    readLog: read,
    untilReady: () =>
      until(
        async () => (await read()).includes('Daemonset ready'),
        async () => ({log: await read(), pods: await readPods(cluster, namespace)}),
        60_000,
      ),
    terminate: () => program.stop(),
  };
}

/** How its pods are, for whoever waits in vain. */
async function readPods(cluster: ControlPlane, namespace: string): Promise<unknown> {
  const {items} = await cluster.admin.ask<PodList>('GET', `/api/v1/namespaces/${namespace}/pods`);
  return items.map(({metadata, status}) => ({
    name: metadata?.name,
    phase: status?.phase,
    conditions: status?.conditions?.filter(({status}) => status !== 'True'),
    containers: [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
      ({name, state}) => ({name, ...state}),
    ),
  }));
}

/** Each has a log of its own. */
let starts = 0;
