import {randomUUID} from 'node:crypto';
import {eventTypes} from '@image-puller/shared/events';
import type {Cluster} from '../../cluster/index.ts';
import type {Context} from '../../step.ts';
import {steps} from '../../steps/index.ts';
import {createBaseContext, createContext} from '../context.ts';
import type {InvocationEntry} from '../delivery/index.ts';
import type {Settings} from '../settings.ts';
import {bindStep, createDispatcher, toDoorbell} from './dispatcher.ts';
import {startSources} from './sources.ts';

export interface StandaloneOptions {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly log: (entry: InvocationEntry) => void;
  /** Told of failures outside of any invocation, such as a watch that broke. */
  readonly onFailure: (error: Error) => void;
  /** Sends what is published on to others as well; by default nobody hears of it. */
  readonly forward?: Context['publish'];
  /** Between two ticks, in milliseconds. */
  readonly tickEvery?: number;
  /** Between two looks at a rollout under way, in milliseconds. */
  readonly phaseEvery?: number;
  /** Of one invocation, in milliseconds. */
  readonly deadline?: number;
  /** Milliseconds by a clock that is never set, for the durations in the log; Node's by default. */
  readonly now?: () => number;
  /** Makes the id of each doorbell; a random UUID by default. */
  readonly newId?: () => string;
}

/** All steps in one process, for clusters without Knative. */
export interface Standalone {
  /** What the steps use, for a status page in the same process. */
  context(signal: AbortSignal): Context;
  /** Stops watching; resolves when what runs has ended, which may take the deadline of an invocation. */
  stop(): Promise<void>;
}

/** Starts watching, and keeps every puller of the cluster's namespace as its ConfigMap says, until it is stopped. */
export function startStandalone({
  cluster,
  settings,
  log,
  onFailure,
  forward = () => undefined,
  tickEvery = 5 * 60_000,
  phaseEvery = 2000,
  deadline = 60_000,
  now = () => performance.now(),
  newId = randomUUID,
}: StandaloneOptions): Standalone {
  const stopping = new AbortController();
  const watched = new Set<string>();
  const publish: Context['publish'] = announcement => {
    const ring = () => dispatcher.ring(toDoorbell(announcement, newId()));
    // In place of check's watching: it looks once, and is rung again while there is something to see.
    if (announcement.type === eventTypes.phaseOpen) ringLater(announcement.puller.name, ring);
    else ring();
    forward(announcement);
  };
  // One timer for each puller: every tick and every write would begin another chain.
  const ringLater = (puller: string, ring: () => void) => {
    if (watched.has(puller)) return;
    watched.add(puller);
    setTimeout(() => {
      watched.delete(puller);
      ring();
    }, phaseEvery).unref();
  };
  const warn = (message: string) => onFailure(new Error(message));
  const base = createBaseContext(cluster, {publish, warn}, settings, 0);
  const context = (signal: AbortSignal): Context => createContext(base, signal);
  const dispatcher = createDispatcher({
    invoke: name => bindStep(steps[name], context),
    log,
    deadline,
    now,
  });
  const ring = dispatcher.ring;
  const sources = startSources({cluster, ring, onFailure, tickEvery, newId, signal: stopping.signal});
  return {
    context,
    async stop() {
      stopping.abort();
      await Promise.all([sources, dispatcher.stop()]);
    },
  };
}
