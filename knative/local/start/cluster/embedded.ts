import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {type EmbeddedCluster, type Images, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {connectCluster} from '@image-puller/functions';
import {release} from '@image-puller/shared/release';
import {explainSystemError} from '../explain-system-error.ts';
import {StartProblem} from '../host.ts';
import type {ProgressSource} from '../progress/index.ts';
import {makeOwnDirectory, type Self, sweepDirectories} from './directory/index.ts';
import {followRollouts} from './follow-rollouts.ts';
import type {RunningCluster} from './types.ts';

export interface EmbeddedOptions {
  /** The namespace that kubectl and the puller work in. */
  readonly namespace: string;
  /** How many times as fast as usual images are pulled. */
  readonly speed: number;
  /** How many nodes there are at the start. */
  readonly nodes: number;
  readonly self: Self;
  /** Calls its argument when the process ends, however it ends. */
  readonly onExit: (work: () => void) => void;
}

/** A cluster of our own, with the registry that its nodes pull from. */
export interface EmbeddedRun extends RunningCluster {
  readonly images: Images;
}

/** Two of one architecture and one of another, as mixed clusters are. */
const architectures = ['amd64', 'amd64', 'arm64'] as const;

/** Bytes per second of each node's connection, so that the sample takes some seconds. */
const bandwidth = 60_000_000;

/** Sizes in bytes of the sample's images and of the sleeper; of all other images the name makes a size. */
const sizes = {
  'quay.io/che-incubator/che-code:next': 110_000_000,
  'quay.io/devfile/base-developer-image:ubi9-latest': 190_000_000,
  'quay.io/che-incubator/che-idea:next': 85_000_000,
  'quay.io/eclipse/che-dashboard:next': 40_000_000,
  [release.sleepImage]: 6_000,
} as const;

/** Starts the embedded cluster with its nodes, and connects to it as to any other, over HTTP. Throws a `StartProblem`. */
export async function startEmbedded({namespace, speed, nodes, self, onExit}: EmbeddedOptions): Promise<EmbeddedRun> {
  const directory = await makeDirectory(self);
  onExit(() => rmSync(directory, {recursive: true, force: true}));
  const embedded = await startEmbeddedCluster({
    directory,
    namespace,
    images: {bytesPerSecond: bandwidth * speed, answerDuration: 40 / speed},
  });
  for (const [image, sizeBytes] of Object.entries(sizes)) embedded.images.set(image, {sizeBytes});
  for (let index = 0; index < nodes; index++) {
    embedded.nodes.add(`node-${index + 1}`, {arch: architectures[index % architectures.length] ?? 'amd64'});
  }
  const connected = connectCluster(embedded.access);
  return {
    connected,
    target: {kubeconfig: embedded.kubeconfig, context: undefined},
    watching: watchEmbedded(embedded),
    images: embedded.images,
    onRolledOut: listener => followRollouts(embedded.store, listener),
    async stop() {
      connected.close();
      await embedded.stop();
    },
  };
}

async function makeDirectory(self: Self): Promise<string> {
  const parent = tmpdir();
  await sweepDirectories(parent, self);
  try {
    return await makeOwnDirectory(parent, self.pid);
  } catch (error) {
    throw new StartProblem(
      `no temporary files can be written to ${parent} (${explainSystemError(error)}): set TMPDIR to a directory that you may write to`,
    );
  }
}

const watchEmbedded = ({nodes, store}: EmbeddedCluster): Pick<ProgressSource, 'nodes' | 'onChange'> => ({
  nodes: () =>
    nodes.progress().map(({images, ...node}) => ({
      ...node,
      images: images.filter(({names}) => !names.includes(release.sleepImage)).length,
    })),
  onChange(listener) {
    const ends = [
      nodes.onProgress(listener),
      // Events are told, and tell nothing about progress.
      store.subscribe(({object}) => object.kind !== 'Event' && listener()),
    ];
    return () => {
      for (const end of ends) end();
    };
  },
});
