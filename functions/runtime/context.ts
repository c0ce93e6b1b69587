import {setTimeout as wait} from 'node:timers/promises';
import {release} from '@image-puller/shared/release';
import type {Cluster} from '../cluster/index.ts';
import type {Context} from '../step.ts';
import type {Settings} from './settings.ts';

/** How long check watches an open phase before it rings itself again: within an invocation's 60 s. */
export const phaseWatch = 50_000;

/** Everything a step may use but for the invocation's own signal: the one place where the ambient clock comes in. */
export type BaseContext = Omit<Context, 'signal' | 'pause'>;

/** Puts together what the steps of one process share. */
export const createBaseContext = (
  cluster: Cluster,
  {publish, warn}: Pick<Context, 'publish' | 'warn'>,
  {installationId, sleepImage}: Settings,
  watch: number = phaseWatch,
): BaseContext => ({
  cluster,
  publish,
  warn,
  now: () => new Date(),
  installation: {id: installationId, version: release.version},
  sleepImage,
  phaseWatch: watch,
});

/** The context of one invocation, which ends when `signal` aborts. */
export const createContext = (base: BaseContext, signal: AbortSignal): Context => ({
  ...base,
  signal,
  pause: milliseconds => wait(milliseconds, undefined, {signal}),
});
