export {ApiError, type Failure, listReasons, type StatusCause} from './api-error.ts';
export {type ConnectedCluster, connectCluster} from './cluster.ts';
export {type ClusterAccess, warnUnencrypted} from './connection.ts';
export {deleteAsFound} from './delete-as-found.ts';
export {readKubeconfig} from './kubeconfig.ts';
export {defaultLimits} from './requests.ts';
export type {Broker, Cluster, MetadataPatch, Precondition, WatchEvent, Watched, Written} from './types.ts';
