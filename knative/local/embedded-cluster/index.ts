export type {Fault, ServedRequest} from './api/index.ts';
export {isDaemonSet} from './controllers/index.ts';
export {buildDigest, formatReference, type Images, parseReference, type SimulatedImage} from './images/index.ts';
export {type EmbeddedCluster, type EmbeddedClusterOptions, startEmbeddedCluster} from './start-embedded-cluster.ts';
export type {
  Admission,
  Store,
  StoredConfigMap,
  StoredDaemonSet,
  StoredEvent,
  StoredNode,
  StoredObject,
  StoredPod,
} from './store/index.ts';
