import {applyStandaloneRights, installFunctions, type LogEntry, startStandalone} from '../functions/index.ts';
import type {Scope} from '../start.ts';
import type {SharedNode} from './shared-node.ts';

/** Functions that run beside a Go puller, in its namespace. */
export interface Running {
  /** Everything that they logged so far. */
  readLogs(): Promise<readonly LogEntry[]>;
  /** What has reached nobody, though it was tried again and again. */
  deadLetters(): readonly unknown[];
  /** Lets now happen what the clock does every five minutes. */
  tick(): Promise<void>;
}

/** How the functions can run. */
export interface Way {
  readonly name: string;
  start(t: Scope, shared: SharedNode, namespace: string): Promise<Running>;
}

export const ways: readonly Way[] = [
  {
    name: 'Knative',
    async start(t, {cluster, sleepImage}, namespace) {
      const {functions, broker, tick} = await installFunctions(t, cluster, {namespace, sleepImage});
      return {
        readLogs: async () => (await Promise.all([...functions.values()].map(running => running.readLog()))).flat(),
        deadLetters: () => broker.deadLetters,
        tick,
      };
    },
  },
  {
    name: 'standalone',
    async start(t, {cluster, sleepImage}, namespace) {
      await applyStandaloneRights(cluster, namespace);
      let running = await startStandalone(cluster, namespace, {sleepImage});
      t.teardown(() => running.program.stop());
      return {
        readLogs: () => running.readLog(),
        deadLetters: () => [],
        // It ticks when it starts.
        async tick() {
          await running.program.stop();
          running = await startStandalone(cluster, namespace, {sleepImage});
        },
      };
    },
  },
];
