import type {ExecutionContext} from 'ava';
import type {ControlPlane} from '../control-plane/index.ts';
import type {RunningFunction} from './function.ts';
import {installFunctions} from './install.ts';
import {applyStandaloneRights, startStandalone} from './standalone.ts';

/** Functions that run in a namespace of their own. */
export interface Running {
  readonly namespace: string;
  /** Lets now happen what the clock does every five minutes. */
  tick(): Promise<void>;
  /** The same, hours later by the functions' clocks. */
  tickLater(hours: number): Promise<void>;
  /** Where the status page is. */
  statusUrl(): string;
  /** What they have done so far, for a message. */
  state(): Promise<unknown>;
}

/** How functions can run, and what wakes them. */
export interface Way {
  readonly name: string;
  /** They hear of a change by a watch, and so without a tick. */
  readonly watches: boolean;
  start(t: ExecutionContext, cluster: ControlPlane, namespace: string): Promise<Running>;
}

const readLogs = async (functions: Iterable<RunningFunction>) =>
  (await Promise.all([...functions].map(async running => await running.readLog()))).flat().slice(-30);

const onKnative =
  (wakeOn: 'watch' | 'tick'): Way['start'] =>
  async (t, cluster, namespace) => {
    const {functions, broker, tick, restart} = await installFunctions(t, cluster, {namespace, wakeOn});
    return {
      namespace,
      tick,
      async tickLater(hours) {
        await restart(hours);
        await tick();
      },
      statusUrl: () => functions.get('status')?.url ?? '',
      state: async () => ({deliveries: broker.deliveries, log: await readLogs(functions.values())}),
    };
  };

/** Every way that the project supports. */
export const ways: readonly Way[] = [
  {name: 'Knative with the watch', watches: true, start: onKnative('watch')},
  {name: 'Knative with the tick alone', watches: false, start: onKnative('tick')},
  {
    name: 'standalone',
    watches: true,
    async start(t, cluster, namespace) {
      await applyStandaloneRights(cluster, namespace);
      let running = await startStandalone(cluster, namespace);
      t.teardown(() => running.program.stop());
      // It ticks when it starts.
      const tickLater = async (hoursAhead: number) => {
        await running.program.stop();
        running = await startStandalone(cluster, namespace, {hoursAhead});
      };
      return {
        namespace,
        statusUrl: () => running.url,
        tick: () => tickLater(0),
        tickLater,
        state: () => readLogs([running]),
      };
    },
  },
];
