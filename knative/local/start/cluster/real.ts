import {
  type ConnectedCluster,
  connectCluster,
  defaultLimits,
  readKubeconfig,
  warnUnencrypted,
} from '@image-puller/functions';
import type {RunningCluster, Target} from './types.ts';

/** A cluster that somebody named. */
export interface RealRun extends RunningCluster {
  /** What is to be told of it before anything is sent. */
  readonly warning: string | undefined;
}

/** A cluster that does not answer is told of within 10 s. */
const limits = {...defaultLimits, deadline: 8_000};

/** Milliseconds between two looks at the pods. */
const lookEvery = 2_000;

/** Reads the kubeconfig. Nothing is sent. */
export async function connectReal(target: Target): Promise<RealRun | {readonly problem: string}> {
  const {kubeconfig, context} = target;
  try {
    const access = await readKubeconfig({kubeconfig, ...(context !== undefined && {context})});
    const connected = connectCluster(access, limits);
    return {
      connected,
      target,
      warning: warnUnencrypted(access),
      watching: {
        nodes: () => [],
        onChange(listener) {
          const timer = setInterval(listener, lookEvery);
          return () => clearInterval(timer);
        },
      },
      // Nothing is watched there but what the image puller needs.
      onRolledOut: () => () => undefined,
      stop: async () => connected.close(),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {problem: `--kubeconfig ${kubeconfig} can't be used: ${reason}`};
  }
}

/** The names of the labelled ConfigMaps there, or why the cluster can't be worked with. The first request of all. */
export async function greet(
  {server, contextName, within}: ConnectedCluster,
  {kubeconfig, context}: Target,
  signal: AbortSignal,
): Promise<{readonly pullers: readonly string[]} | {readonly problem: string}> {
  try {
    const configMaps = await within(signal).listConfigMaps();
    return {pullers: configMaps.map(({metadata}) => metadata.name)};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const flags = `--kubeconfig ${kubeconfig}${context === undefined ? '' : ` --context ${context}`}`;
    return {
      problem: `the cluster ${contextName} at ${server} can't be read: ${reason}; see what \`kubectl ${flags} get configmaps\` says`,
    };
  }
}
