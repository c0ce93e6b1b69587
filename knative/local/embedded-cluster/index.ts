export {type Fault, type Intercept, isWrite, type RequestLog, type ServedRequest, type Verb} from './api/index.ts';
export {
  type ControllerOptions,
  isDaemonSet,
  type NodePool,
  type NodeProgress,
  type NodeSpecification,
  type Pull,
} from './controllers/index.ts';
export {
  buildDigest,
  formatReference,
  type Images,
  type ImagesOptions,
  type PullFailure,
  parseReference,
  type SimulatedImage,
  type StartFailure,
} from './images/index.ts';
export {type EmbeddedCluster, type EmbeddedClusterOptions, startEmbeddedCluster} from './start-embedded-cluster.ts';
export type {
  Admission,
  Change,
  Kind,
  Store,
  StoredConfigMap,
  StoredDaemonSet,
  StoredEvent,
  StoredNamespace,
  StoredNode,
  StoredObject,
  StoredPod,
} from './store/index.ts';
