import type {PullerStatus, Status} from '@image-puller/functions';
import type {Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {applyStandaloneRights, type PullerView, startStandalone, viewPuller} from '../functions/index.ts';
import type {Scope} from '../start.ts';

/** Longer than the DaemonSet controller waits between two tries here, in milliseconds. */
export const patience = 120_000;

/** A puller on nodes that are played: the functions in one process, in a namespace of their own. */
export interface StartedPuller {
  readonly puller: PullerView;
  readStatus(): Promise<PullerStatus | undefined>;
  readPods(): Promise<readonly Pod[]>;
  /** Starts the functions anew, with a clock that is so many hours ahead. */
  passHours(hoursAhead: number): Promise<void>;
  /** Waits until status or story say that. */
  untilSaid(words: string | RegExp): Promise<void>;
  /** Waits until it is ready, with just these images. */
  untilHeld(...names: string[]): Promise<void>;
  /** What is known of it, for whoever waits. */
  readState(): Promise<unknown>;
}

/** Starts the functions in a namespace that need not be there; they end with the test. */
export async function startPuller(t: Scope, cluster: ControlPlane, namespace: string): Promise<StartedPuller> {
  await applyStandaloneRights(cluster, namespace);
  let running = await startStandalone(cluster, namespace);
  t.teardown(() => running.program.stop());
  const puller = viewPuller(cluster.admin, namespace);
  const readStatus = async () => {
    const {pullers}: Status = JSON.parse(await (await fetch(`${running.url}status.json`)).text());
    return pullers[0];
  };
  const readState = async () => ({status: await readStatus(), story: await puller.readStory()});
  return {
    puller,
    readStatus,
    readState,
    async passHours(hoursAhead) {
      await running.program.stop();
      running = await startStandalone(cluster, namespace, {hoursAhead});
    },
    readPods: async () =>
      (await cluster.admin.ask<{items: readonly Pod[]}>('GET', `/api/v1/namespaces/${namespace}/pods`)).items,
    untilSaid: words => until(async () => JSON.stringify(await readState()).search(words) >= 0, readState, patience),
    untilHeld: (...names) =>
      until(
        async () => {
          const {ready = false, images = []} = (await readStatus()) ?? {};
          return ready && images.map(({name}) => name).join() === names.join();
        },
        readState,
        patience,
      ),
  };
}
