import type {PullerStatus} from '@image-puller/functions';
import {type NodeView, nothing, type Snapshot} from './types.ts';

/** Where progress is seen. */
export interface ProgressSource {
  /** The simulated nodes at this moment; none for a real cluster. */
  nodes(): readonly NodeView[];
  /** Calls the listener whenever something may have changed; returns the end of it. */
  onChange(listener: () => void): () => void;
  /** Reads all pullers, with all their pods. */
  readPullers(signal: AbortSignal): Promise<readonly PullerStatus[]>;
}

export interface FollowOptions {
  readonly source: ProgressSource;
  /** Called at once when something changed on a node, and after each read of the pullers. */
  readonly onSnapshot: (snapshot: Snapshot) => void;
  /** The pullers can't be read; told once, and `undefined` when they can again. */
  readonly onFailure: (error: Error | undefined) => void;
}

/** Milliseconds between the end of a read and the next one: a cluster's answer is not asked for more often. */
const rest = 150;
/** The same after a read that failed. */
const restAfterFailure = 2_000;

/** Follows the progress until it is stopped; a change that comes while pullers are read leads to one more read. */
export function followProgress({source, onSnapshot, onFailure}: FollowOptions): {stop(): Promise<void>} {
  const stopping = new AbortController();
  let pullers = nothing.pullers;
  let failing = false;
  let wanted = false;
  let reading: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const read = async (): Promise<number> => {
    try {
      const answer = await source.readPullers(stopping.signal);
      if (stopping.signal.aborted) return rest;
      pullers = answer;
      if (failing) onFailure(undefined);
      failing = false;
      onSnapshot({nodes: source.nodes(), pullers});
      return rest;
    } catch (error) {
      if (stopping.signal.aborted) return rest;
      if (!failing) onFailure(error instanceof Error ? error : new Error(String(error)));
      failing = true;
      wanted = true;
      return restAfterFailure;
    }
  };
  const readSoon = (): void => {
    wanted = true;
    if (reading !== undefined || stopping.signal.aborted) return;
    wanted = false;
    reading = read().then(pause => {
      timer = setTimeout(() => {
        reading = undefined;
        if (wanted) readSoon();
      }, pause);
    });
  };
  const unsubscribe = source.onChange(() => {
    onSnapshot({nodes: source.nodes(), pullers});
    readSoon();
  });
  readSoon();

  return {
    async stop() {
      unsubscribe();
      stopping.abort();
      await reading;
      clearTimeout(timer);
    },
  };
}
