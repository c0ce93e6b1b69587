import {labelSelector, localObjectReference, objectMeta} from './meta.ts';
import {always, boolean, keepsZero, list, map, quantity, string, struct, withDefault} from './notation.ts';
import {
  awsElasticBlockStoreVolumeSource,
  azureDiskVolumeSource,
  azureFileVolumeSource,
  cephFSVolumeSource,
  cinderVolumeSource,
  fcVolumeSource,
  flexVolumeSource,
  flockerVolumeSource,
  gcePersistentDiskVolumeSource,
  gitRepoVolumeSource,
  glusterfsVolumeSource,
  iscsiVolumeSource,
  nfsVolumeSource,
  photonPersistentDiskVolumeSource,
  portworxVolumeSource,
  quobyteVolumeSource,
  rbdVolumeSource,
  scaleIOVolumeSource,
  storageOSVolumeSource,
  vsphereVirtualDiskVolumeSource,
} from './volume-plugins.ts';
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
const csiVolumeSource = struct({
  driver: always(string),
  readOnly: keepsZero(boolean),
  fsType: keepsZero(string),
  volumeAttributes: map(string),
  nodePublishSecretRef: localObjectReference,
});
const volumeResourceRequirements = struct({limits: map(quantity), requests: map(quantity)});
const typedLocalObjectReference = struct({
  apiGroup: keepsZero(string),
  kind: always(string),
  name: always(string),
});
const typedObjectReference = struct({
  apiGroup: keepsZero(string),
  kind: always(string),
  name: always(string),
  namespace: keepsZero(string),
});
const persistentVolumeClaimSpec = struct({
  accessModes: list(string),
  selector: labelSelector,
  resources: always(volumeResourceRequirements),
  volumeName: string,
  storageClassName: keepsZero(string),
  volumeMode: withDefault(keepsZero(string), 'Filesystem'),
  dataSource: typedLocalObjectReference,
  dataSourceRef: typedObjectReference,
  volumeAttributesClassName: keepsZero(string),
});
const persistentVolumeClaimTemplate = struct({
  metadata: always(objectMeta),
  spec: always(persistentVolumeClaimSpec),
});
const ephemeralVolumeSource = struct({volumeClaimTemplate: persistentVolumeClaimTemplate});
const imageVolumeSource = struct({reference: string, pullPolicy: string});
export const volume = struct({
  name: always(string),
  hostPath: hostPathVolumeSource,
  emptyDir: emptyDirVolumeSource,
  gcePersistentDisk: gcePersistentDiskVolumeSource,
  awsElasticBlockStore: awsElasticBlockStoreVolumeSource,
  gitRepo: gitRepoVolumeSource,
  secret: secretVolumeSource,
  nfs: nfsVolumeSource,
  iscsi: iscsiVolumeSource,
  glusterfs: glusterfsVolumeSource,
  persistentVolumeClaim: persistentVolumeClaimVolumeSource,
  rbd: rbdVolumeSource,
  flexVolume: flexVolumeSource,
  cinder: cinderVolumeSource,
  cephfs: cephFSVolumeSource,
  flocker: flockerVolumeSource,
  downwardAPI: downwardAPIVolumeSource,
  fc: fcVolumeSource,
  azureFile: azureFileVolumeSource,
  configMap: configMapVolumeSource,
  vsphereVolume: vsphereVirtualDiskVolumeSource,
  quobyte: quobyteVolumeSource,
  azureDisk: azureDiskVolumeSource,
  photonPersistentDisk: photonPersistentDiskVolumeSource,
  projected: projectedVolumeSource,
  portworxVolume: portworxVolumeSource,
  scaleIO: scaleIOVolumeSource,
  storageos: storageOSVolumeSource,
  csi: csiVolumeSource,
  ephemeral: ephemeralVolumeSource,
  image: imageVolumeSource,
});
