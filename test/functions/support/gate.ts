import type {Cluster} from '@image-puller/functions/cluster';

/** A place in a step where it waits until the test lets it go on. */
export interface Gate {
  /** The same cluster, whose gated call waits; the first time only. */
  readonly cluster: (cluster: Cluster) => Cluster;
  /** Resolves when the step has come to the gate. */
  readonly reached: Promise<void>;
  open(): void;
}

/** Calls of a cluster, each of which waits for something before it is made. */
type Calls = Partial<Cluster>;

/** @param wrap the calls that come to the gate, and what lets them pass it */
function createGate(wrap: (cluster: Cluster, pass: () => Promise<void>) => Calls): Gate {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const pass = async () => {
    reached.resolve();
    await opened.promise;
  };
  const gated = (cluster: Cluster): Cluster => ({
    ...cluster,
    within: signal => gated(cluster.within(signal)),
    ...wrap(cluster, pass),
  });
  return {cluster: gated, reached: reached.promise, open: opened.resolve};
}

/** Holds the first real (not dry) call of a method, so that an interleaving can be written out. */
export const gate = (method: 'replaceDaemonSet' | 'createDaemonSet' | 'patchDaemonSet' | 'deleteDaemonSet'): Gate =>
  createGate((cluster, pass) => ({
    replaceDaemonSet: async (daemonSet, options) => {
      if (method === 'replaceDaemonSet' && options?.dryRun !== true) await pass();
      return await cluster.replaceDaemonSet(daemonSet, options);
    },
    createDaemonSet: async daemonSet => {
      if (method === 'createDaemonSet') await pass();
      return await cluster.createDaemonSet(daemonSet);
    },
    patchDaemonSet: async (name, precondition, metadata) => {
      if (method === 'patchDaemonSet') await pass();
      return await cluster.patchDaemonSet(name, precondition, metadata);
    },
    deleteDaemonSet: async (name, precondition) => {
      if (method === 'deleteDaemonSet') await pass();
      return await cluster.deleteDaemonSet(name, precondition);
    },
  }));

/** Holds a step between what it reads first of a puller, its ConfigMap or its DaemonSets, and all that it reads after that. */
export function gateReads(): Gate {
  let read = 0;
  return createGate((cluster, pass) => {
    const unlessFirst = async () => {
      if (read++ > 0) await pass();
    };
    return {
      readConfigMap: async name => {
        await unlessFirst();
        return await cluster.readConfigMap(name);
      },
      readDaemonSet: async name => {
        await unlessFirst();
        return await cluster.readDaemonSet(name);
      },
      listDaemonSets: async () => {
        await unlessFirst();
        return await cluster.listDaemonSets();
      },
    };
  });
}
