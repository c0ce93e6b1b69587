import {release} from '@image-puller/shared/release';
import type {Destination} from './kinds/index.ts';

/** What an installation may choose. */
export interface InstallOptions {
  /** Where everything is; the pullers (ConfigMaps) and their DaemonSets too. */
  readonly namespace: string;
  /** The image that holds all functions. */
  readonly functionsImage: string;
  /** The image whose sleeper holds images, where a ConfigMap names no other. */
  readonly sleepImage: string;
  /** Cron schedule, in the controller's time zone, of the tick: what was missed is found at the next one. */
  readonly tickSchedule: string;
  /** `watch`: a change rings within a second, and an adapter stays on; `tick`: it waits for the next tick, and none does. */
  readonly wakeOn: 'watch' | 'tick';
  /** Where events go that no retry could deliver; they are dropped without one. */
  readonly deadLetterSink?: Destination;
}

/** Those of `knative/manifests`. As long as the release is not published, an installation has to name its own images. */
export const defaultOptions: InstallOptions = {
  namespace: 'k8s-image-puller',
  functionsImage: release.functionsImage,
  sleepImage: release.sleepImage,
  tickSchedule: '*/5 * * * *',
  wakeOn: 'watch',
};
