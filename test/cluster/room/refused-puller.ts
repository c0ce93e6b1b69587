import type {ControlPlane} from '../control-plane/index.ts';
import type {Scope} from '../start.ts';
import {type StartedPuller, startPuller} from './start-puller.ts';

/** A puller in a namespace where pods may be refused. */
export interface RefusedPuller extends Omit<StartedPuller, 'readPods'> {
  /** The names of all pods. */
  readPods(): Promise<readonly (string | undefined)[]>;
  /** How many nodes wait for each image, and why. */
  readWaiting(): Promise<readonly {readonly waiting: number; readonly reasons: readonly string[]}[] | undefined>;
}

export const imagesOf = (...letters: string[]): string =>
  letters.map(letter => `${letter}=registry.test/${letter}:1`).join(';');

export async function startRefused(t: Scope, cluster: ControlPlane, namespace: string): Promise<RefusedPuller> {
  const started = await startPuller(t, cluster, namespace);
  return {
    ...started,
    readPods: async () => (await started.readPods()).map(({metadata}) => metadata?.name).toSorted(),
    readWaiting: async () => (await started.readStatus())?.images.map(({waiting, reasons}) => ({waiting, reasons})),
  };
}
