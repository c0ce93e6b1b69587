import {spawnSync} from 'node:child_process';
import type {Need} from '../support/needs.ts';
import {sandboxVariables} from './sandbox/index.ts';
import {isBuilt, isFetched, kindSources, liveSources, toolNames} from './tools/index.ts';

/** What a test in here works with. */
export interface Machine {
  /** For everything that a test leaves on the disk; taken away when all tests have ended. */
  readonly directory: string;
  /** Is what tests leave there kept, for whoever looks why one failed? */
  readonly keeps: boolean;
}

/** Where whoever runs the tests says why none of them can run. */
export const reasonVariable = 'IMAGE_PULLER_NOT_RUN';

const {[sandboxVariables.kind]: kind, [sandboxVariables.directory]: directory, [reasonVariable]: reason} = process.env;

/** A control plane, and nodes that kwok plays. */
export const controlPlane: Need<Machine> = findControlPlane();

/** The same, and real nodes. */
export const realNode: Need<Machine> = 'missing' in controlPlane ? controlPlane : findRealNode(controlPlane);

/** A control plane, and the definitions of Knative's kinds. */
export const knativeKinds: Need<Machine> = kindSources.every(isFetched)
  ? controlPlane
  : {missing: `${kindSources.join(', ')}: npm run test:cluster fetches them, where Go is installed`};

/** A real node, and a Knative that runs on it. */
export const liveKnative: Need<Machine> = 'missing' in realNode ? realNode : findLiveKnative(realNode);

function findControlPlane(): Need<Machine> {
  if (reason !== undefined) return {missing: reason};
  const unbuilt = toolNames.filter(name => !isBuilt(name));
  if (unbuilt.length > 0)
    return {missing: `${unbuilt.join(', ')}: npm run test:cluster builds them, where Go is installed`};
  if (directory === undefined)
    return {missing: 'a network without a way out: npm run test:cluster makes one, on Linux'};
  return {found: {directory, keeps: process.env.KEEP === 'true'}};
}

/** runc and a C compiler are the machine's own: containers run by the one, and what they run is compiled with the other. */
function findRealNode(machine: Need<Machine>): Need<Machine> {
  if (kind !== 'root') return {missing: 'root, whom a real node needs'};
  const absent = ['runc', 'cc'].find(program => spawnSync(program, ['--version']).error !== undefined);
  return absent === undefined ? machine : {missing: `${absent}, which a real node needs: apt-get install runc gcc`};
}

/** iptables, by which kube-proxy does what it does, is the machine's own. */
function findLiveKnative(machine: Need<Machine>): Need<Machine> {
  const unfetched = liveSources.filter(name => !isFetched(name));
  if (unfetched.length > 0)
    return {missing: `${unfetched.join(', ')}: npm run test:cluster fetches them, where Go is installed`};
  if (spawnSync('iptables', ['--version']).error === undefined) return machine;
  return {missing: 'iptables, which kube-proxy needs: apt-get install iptables'};
}
