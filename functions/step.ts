import type {Installation} from '@image-puller/shared/daemonset';
import {type Announcement, type EventType, eventTypes} from '@image-puller/shared/events';
import type {Cluster} from './cluster/index.ts';

/** A namespaced object that rang, by name. */
export interface ObjectReference {
  readonly kind: 'ConfigMap' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
}

/** All that a step believes of an event: its type, and which object rang. A tick names none. */
export interface Doorbell {
  readonly id: string;
  readonly type: EventType | 'start';
  readonly object?: ObjectReference;
}

/**
 * A function has started, and no event has started it: it was just installed, or moved. What rang meanwhile, or before
 * there was anything to ring with, rings nobody now.
 */
export const startBell: Doorbell = {id: 'start', type: 'start'};

/** What check rings apply for, and looks again by itself whether it was done. */
export const watchedTypes: ReadonlySet<Doorbell['type']> = new Set([
  eventTypes.daemonSetDrifted,
  eventTypes.imageIsolate,
]);

/** What came of a step. webhook.ts makes it a status for the broker, standalone a retry with backoff. */
export type Outcome =
  /** Finished, nothing to do, or told to the author of the configuration. `decision` is for the log: `created`, `unchanged`. */
  | {readonly result: 'done'; readonly decision: string}
  /**
   * The API server failed at one puller's object, and at nothing else. check asks for it again; a broker that tried it again
   * might let other pullers wait meanwhile.
   */
  | {readonly result: 'postponed'; readonly reason: string}
  /** Someone else wrote faster, several times. */
  | {readonly result: 'conflict'; readonly reason: string}
  /** The API server is away, slow or overloaded. */
  | {readonly result: 'unavailable'; readonly reason: string};

/** What a step may use: everything ambient comes in here. */
export interface Context {
  readonly cluster: Cluster;
  /** Hands an event to those who wait for it. It is sent beside the step, which never waits for it nor fails by it. */
  readonly publish: (announcement: Announcement) => void;
  /** Says in the log what failed beside the step's work, and did not stop it. */
  readonly warn: (message: string) => void;
  readonly now: () => Date;
  readonly installation: Installation;
  /** The image of the init container where neither `KIP_IMAGE` nor `SLEEP_IMAGE` is set. */
  readonly sleepImage: string;
  /** Lets time pass; ends early, by throwing, when {@link signal} aborts. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** How long check may watch one open phase, in milliseconds; 0 where a timer rings it again (standalone). */
  readonly phaseWatch: number;
  /** Aborted when the invocation's deadline has passed. */
  readonly signal: AbortSignal;
}

/** One step of reconciling: reads the state the doorbell points at, and converges. */
export type Step = (bell: Doorbell, context: Context) => Promise<Outcome>;
