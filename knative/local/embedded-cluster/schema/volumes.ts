import {always, boolean, keepsZero, noneImitated, quantity, string, struct, withDefault} from './notation.ts';
import {
  configMapVolumeSource,
  downwardAPIVolumeSource,
  projectedVolumeSource,
  secretVolumeSource,
} from './volume-projections.ts';

// Volumes of a pod.

const hostPathVolumeSource = struct({path: always(string), type: withDefault(keepsZero(string), '')});
const emptyDirVolumeSource = struct({medium: string, sizeLimit: quantity});
const persistentVolumeClaimVolumeSource = struct({claimName: always(string), readOnly: boolean});

/** Volumes of storage systems, most of them replaced by CSI, and what is pulled or made for one pod. */
const others = [
  ...['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'csi', 'ephemeral', 'fc', 'flexVolume'],
  ...['flocker', 'gcePersistentDisk', 'gitRepo', 'glusterfs', 'image', 'iscsi', 'nfs', 'photonPersistentDisk'],
  ...['portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume'],
];

export const volume = struct({
  name: always(string),
  hostPath: hostPathVolumeSource,
  emptyDir: emptyDirVolumeSource,
  secret: secretVolumeSource,
  persistentVolumeClaim: persistentVolumeClaimVolumeSource,
  downwardAPI: downwardAPIVolumeSource,
  configMap: configMapVolumeSource,
  projected: projectedVolumeSource,
  ...noneImitated(
    others,
    'nothing is mounted in its pods; of the volumes it knows configMap, downwardAPI, emptyDir, hostPath, persistentVolumeClaim, projected and secret',
  ),
});
