import type {PullerStatus, Status} from '@image-puller/functions';
import type {Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {applyStandaloneRights, type PullerView, startStandalone, viewPuller} from '../functions/index.ts';
import type {Scope} from '../start.ts';

/** A puller in a namespace where pods may be refused, and the functions that look after it in one process. */
export interface RefusedPuller {
  readonly puller: PullerView;
  readStatus(): Promise<PullerStatus | undefined>;
  /** Starts the functions anew, with a clock that is that many hours ahead of the real one. */
  passHours(hoursAhead: number): Promise<void>;
  /** The names of all pods. */
  readPods(): Promise<readonly (string | undefined)[]>;
  /** Waits until the status or an Event says so. */
  untilSaid(words: string | RegExp): Promise<void>;
  /** Waits until all nodes hold these images and no others. */
  untilHeld(...names: string[]): Promise<void>;
  /** How many nodes wait for each image, and why. */
  readWaiting(): Promise<readonly {readonly waiting: number; readonly reasons: readonly string[]}[] | undefined>;
}

/** Longer than the DaemonSet controller waits between two tries here, in milliseconds. */
export const patience = 120_000;

export const imagesOf = (...letters: string[]): string =>
  letters.map(letter => `${letter}=registry.test/${letter}:1`).join(';');

export async function startRefused(t: Scope, cluster: ControlPlane, namespace: string): Promise<RefusedPuller> {
  await applyStandaloneRights(cluster, namespace);
  let running = await startStandalone(cluster, namespace);
  t.teardown(() => running.program.stop());
  const puller = viewPuller(cluster.admin, namespace);
  const readStatus = async () => {
    const {pullers}: Status = JSON.parse(await (await fetch(`${running.url}status.json`)).text());
    return pullers[0];
  };
  const state = async () => ({status: await readStatus(), story: await puller.readStory()});
  const listPods = async () =>
    (await cluster.admin.ask<{items: Pod[]}>('GET', `/api/v1/namespaces/${namespace}/pods`)).items;
  return {
    puller,
    readStatus,
    async passHours(hoursAhead) {
      await running.program.stop();
      running = await startStandalone(cluster, namespace, {hoursAhead});
    },
    readPods: async () => (await listPods()).map(({metadata}) => metadata?.name).toSorted(),
    untilSaid: words => until(async () => JSON.stringify(await state()).search(words) >= 0, state, patience),
    untilHeld: (...names) =>
      until(
        async () => {
          const {ready = false, images = []} = (await readStatus()) ?? {};
          return ready && images.map(({name}) => name).join() === names.join();
        },
        state,
        patience,
      ),
    readWaiting: async () => (await readStatus())?.images.map(({waiting, reasons}) => ({waiting, reasons})),
  };
}
