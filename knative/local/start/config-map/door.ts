import type {ConnectedCluster} from '@image-puller/functions';

/** Reads and writes the ConfigMaps of one namespace. What the API server refuses or does not answer is an `ApiError`. */
export type ConfigMapDoor = Pick<ConnectedCluster, 'readConfigMap' | 'createConfigMap' | 'replaceConfigMap'>;
