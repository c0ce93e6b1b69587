export {
  ApiError,
  type Cluster,
  type ConnectedCluster,
  connectCluster,
  defaultLimits,
  readKubeconfig,
  warnUnencrypted,
} from './cluster/index.ts';
export type {InvocationEntry} from './runtime/delivery/index.ts';
export {readSettings, type Settings} from './runtime/settings.ts';
export {type Standalone, type StandaloneOptions, startStandalone} from './runtime/standalone/index.ts';
export {type PullerStatus, type Status, serveStatus} from './status/index.ts';
export type {Context, Doorbell, ObjectReference, Outcome, Step} from './step.ts';
