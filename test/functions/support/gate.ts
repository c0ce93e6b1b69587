import type {Cluster} from '@image-puller/functions/cluster';

/** A place in a step where it waits until the test lets it go on. */
export interface Gate {
  /** The same cluster, whose gated call waits; the first time only. */
  readonly cluster: (cluster: Cluster) => Cluster;
  /** Resolves when the step has come to the gate. */
  readonly reached: Promise<void>;
  open(): void;
}

/** Holds the first real (not dry) call of a method, so that an interleaving can be written out. */
export function gate(method: 'replaceDaemonSet' | 'createDaemonSet' | 'patchDaemonSet' | 'deleteDaemonSet'): Gate {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const wrap = (cluster: Cluster): Cluster => ({
    ...cluster,
    within: signal => wrap(cluster.within(signal)),
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
  });
  const pass = async () => {
    reached.resolve();
    await opened.promise;
  };
  return {cluster: wrap, reached: reached.promise, open: opened.resolve};
}
