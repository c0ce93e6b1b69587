import {join} from 'node:path';
import type {ControlPlane} from '../control-plane/index.ts';
import {findPorts, startProgram, untilUp} from '../programs/index.ts';
import type {Scope} from '../start.ts';
import {locateTool} from '../tools/index.ts';
import {addNodes, type NodeOptions, ownNodes, removeNodes} from './nodes.ts';
import {createStages, defineStages, digestOf, type Pulls} from './stages/index.ts';

/** Nodes that kwok plays: they run any pod, and pull no image but say so. */
export interface Fleet {
  /** Their names; those that were removed are left out. */
  readonly nodes: readonly string[];
  /** Resolves with their names when pods can run on them. */
  addNodes(count: number, options?: NodeOptions): Promise<readonly string[]>;
  /** Takes nodes away without a word to their pods, as a cloud does. */
  removeNodes(names: readonly string[]): Promise<void>;
  /** Lets an image fail on these nodes: ErrImagePull, ImagePullBackOff, and that over and over. Where it runs it stays. */
  failImage(image: string, nodes: readonly string[]): Promise<void>;
  /** Lets an image be pulled everywhere: where it failed, the next try brings it. */
  mendImage(image: string): Promise<void>;
  /** Lets the tag mean another digest from now on; resolves with it. */
  moveTag(image: string): Promise<string>;
}

export interface FleetOptions {
  /** What the pull of an image takes, in milliseconds, 100 by default. Those of a pod are pulled one after another. */
  readonly pullDuration?: number;
  /** Between the tries of an image that fails, in milliseconds, twice. 500 by default. */
  readonly backOff?: number;
}

/**
 * For a control plane that has a fleet. By default the controllers ask for 20 things a second each, and the scheduler for
 * 50: hundreds of nodes would take minutes to become Ready, and what a rollout takes would be that limit's doing.
 */
export const unthrottled = {
  controllerFlags: ['--kube-api-qps=1000', '--kube-api-burst=2000'],
  schedulerFlags: ['--kube-api-qps=1000', '--kube-api-burst=2000'],
} as const;

/**
 * The same, for hundreds of nodes: one kwok that has to renew all of their leases may be late where the machine is busy. No
 * node is given up for that.
 */
export const unhurried = {
  ...unthrottled,
  controllerFlags: [...unthrottled.controllerFlags, '--node-monitor-grace-period=5m'],
} as const;

/** Of a node's lease, in seconds: kwok renews it after a quarter of that, and by default a node that does not for 50 s is NotReady. */
const leaseDuration = 120;

/** Starts a fleet without nodes; kwok ends with the test. */
export async function startFleet(
  t: Scope,
  cluster: ControlPlane,
  {pullDuration = 100, backOff = 500}: FleetOptions = {},
): Promise<Fleet> {
  const {admin} = cluster;
  await defineStages(admin);
  const [port = 0] = await findPorts(1);
  const kwok = await startProgram({
    name: 'kwok',
    binary: locateTool('kwok'),
    arguments: [
      `--kubeconfig=${cluster.kubeconfig}`,
      `--server-address=127.0.0.1:${port}`,
      `--manage-nodes-with-annotation-selector=${ownNodes.key}=${ownNodes.value}`,
      `--node-lease-duration-seconds=${leaseDuration}`,
      '--enable-crds=Stage',
    ],
    log: join(cluster.directory, 'log', 'kwok.log'),
  });
  t.teardown(() => kwok.stop());
  await untilUp(kwok, async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);

  const play = createStages(admin);
  let pulls: Pulls = {duration: pullDuration, backOff, failing: {}, moved: {}};
  const change = async (changed: Pick<Pulls, 'failing'> | Pick<Pulls, 'moved'>) => {
    pulls = {...pulls, ...changed};
    await play(pulls);
  };
  const setFailing = (image: string, names: readonly string[]) => change({failing: {...pulls.failing, [image]: names}});
  await play(pulls);
  const nodes = new Set<string>();
  let made = 0;
  return {
    get nodes() {
      return [...nodes];
    },
    async addNodes(count, options = {}) {
      const names = Array.from({length: count}, () => `${options.prefix ?? 'node'}-${++made}`);
      await addNodes(admin, names, options);
      for (const name of names) nodes.add(name);
      return names;
    },
    async removeNodes(names) {
      await removeNodes(admin, names);
      for (const name of names) nodes.delete(name);
    },
    failImage: setFailing,
    mendImage: image => setFailing(image, []),
    async moveTag(image) {
      const moved = `${pulls.moved[image] ?? ''}'`;
      await change({moved: {...pulls.moved, [image]: moved}});
      return digestOf(image, moved);
    },
  };
}
