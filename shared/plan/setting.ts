import type {Installation} from '../daemonset/index.ts';

/** Where and when a plan is made: all that it depends on beside what is read from the cluster. */
export interface Setting {
  /** Of the installation. */
  readonly namespace: string;
  readonly installation: Installation;
  /** The image of the init container where neither `KIP_IMAGE` nor `SLEEP_IMAGE` is set. */
  readonly sleepImage: string;
  readonly now: Date;
}
