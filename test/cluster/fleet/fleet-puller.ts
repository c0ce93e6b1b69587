import {setTimeout as wait} from 'node:timers/promises';
import type {PullerStatus, Status} from '@image-puller/functions';
import {isHolderOnly} from '@image-puller/shared/daemonset';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet, DaemonSetStatus} from 'kubernetes-types/apps/v1';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {type Installation, installFunctions, type PullerView, viewPuller} from '../functions/index.ts';
import type {Scope} from '../start.ts';
import {type HolderWatch, type Sightings, watchHolders} from './holders.ts';
import {countRequests, type Requests} from './requests.ts';
import {watchObjects} from './watch-objects.ts';

/** A puller on a fleet, and functions that look after it and after nothing else. */
export interface FleetPuller {
  readonly installation: Installation;
  readonly view: PullerView;
  /** Writes which images are held; resolves when that is in the DaemonSet, and its controller knows it. */
  edit(images: string): Promise<void>;
  /** Waits for the status of the DaemonSet, once its pods hold images. */
  untilStatus(isSo: (status: DaemonSetStatus) => boolean): Promise<void>;
  /** Waits until the functions have nothing more to do. */
  untilIdle(): Promise<void>;
  /** Does something, waits until the functions have nothing more to do, and tells what all of it took. */
  record(act: (holders: HolderWatch) => Promise<void>): Promise<Taken>;
  /** What the status page says of it. */
  readStatus(): Promise<PullerStatus>;
}

/** What something took. */
export interface Taken {
  /** Until it was done; the last look of the functions comes after it. */
  readonly seconds: number;
  /** How many events came for apply, and for check. */
  readonly wakes: {readonly apply: number; readonly check: number};
  readonly requests: Requests;
  readonly sightings: Sightings;
}

/** How long a rollout may take on a machine that is busy with other things, in milliseconds. */
const rolloutDeadline = 240_000;

/** Installs the functions in a namespace of their own, for one puller whose ConfigMap has this data, and images. */
export async function startFleetPuller(
  t: Scope,
  cluster: ControlPlane,
  namespace: string,
  data: Readonly<{[key: string]: string}>,
): Promise<FleetPuller> {
  const installation = await installFunctions(t, cluster, {namespace});
  const {broker, functions} = installation;
  const view = viewPuller(cluster.admin, namespace);
  let seen: Live<DaemonSet> | undefined;
  const watch = await watchObjects<DaemonSet>(
    cluster.admin,
    `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
    ({object}) => {
      seen = object;
    },
  );
  t.teardown(() => watch.stop());
  const countWakes = (step: string, since: number) =>
    broker.deliveries.slice(since).filter(({trigger}) => trigger === `image-puller-${step}`).length;

  const untilStatus: FleetPuller['untilStatus'] = isSo =>
    until(
      () => seen?.status !== undefined && !isHolderOnly(seen) && isSo(seen.status),
      () => ({status: seen?.status, deliveries: broker.deliveries.slice(-5)}),
      rolloutDeadline,
    );
  const untilIdle = async () => {
    const end = Date.now() + rolloutDeadline;
    for (;;) {
      let isIdle = false;
      const idle = broker.idle().then(() => {
        isIdle = true;
      });
      await until(
        () => isIdle,
        () => ({notIdle: namespace, deliveries: broker.deliveries.slice(-5)}),
        end - Date.now(),
      );
      await idle;
      // A change that was made is on its way until the source has sent it.
      const daemonSet = await view.readDaemonSet();
      if (daemonSet === undefined || installation.readSent() === daemonSet.metadata.resourceVersion) return;
      if (Date.now() > end) throw new Error(`${namespace}: changes go on after ${rolloutDeadline} ms`);
      await wait(50);
    }
  };
  return {
    installation,
    view,
    untilStatus,
    untilIdle,
    async edit(images) {
      const {generation: before = 0} = seen?.metadata ?? {};
      await view.edit({...data, IMAGES: images});
      await untilStatus(({observedGeneration = 0}) => observedGeneration > before);
    },
    async record(act) {
      const entriesBefore = (await cluster.readAudit()).length;
      const deliveriesBefore = broker.deliveries.length;
      const holders = await watchHolders(cluster.admin, namespace);
      const begun = performance.now();
      await act(holders);
      const seconds = (performance.now() - begun) / 1000;
      await untilIdle();
      const sightings = await holders.end();
      const entries = (await cluster.readAudit()).slice(entriesBefore);
      const wakes = {apply: countWakes('apply', deliveriesBefore), check: countWakes('check', deliveriesBefore)};
      return {seconds, wakes, requests: countRequests(entries, namespace), sightings};
    },
    async readStatus() {
      const response = await fetch(`${functions.get('status')?.url}status.json`);
      const page: Status = JSON.parse(await response.text());
      const [status] = page.pullers;
      if (status === undefined) throw new Error('the status page knows no puller');
      return status;
    },
  };
}

/** So many nodes are wanted, and each has a pod of the present template that is available. */
export const isOn =
  (nodes: number) =>
  ({desiredNumberScheduled, updatedNumberScheduled, numberAvailable}: DaemonSetStatus): boolean =>
    [desiredNumberScheduled, updatedNumberScheduled, numberAvailable].every(count => count === nodes);
