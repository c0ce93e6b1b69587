import {localObjectReference} from './meta.ts';
import {always, boolean, integer, keepsZero, list, map, string, struct, withDefault} from './notation.ts';

// Volumes of particular storage systems, most of them replaced by CSI; part of the API all the same.

export const gcePersistentDiskVolumeSource = struct({
  pdName: always(string),
  fsType: string,
  partition: integer,
  readOnly: boolean,
});
export const awsElasticBlockStoreVolumeSource = struct({
  volumeID: always(string),
  fsType: string,
  partition: integer,
  readOnly: boolean,
});
export const gitRepoVolumeSource = struct({repository: always(string), revision: string, directory: string});
export const nfsVolumeSource = struct({server: always(string), path: always(string), readOnly: boolean});
export const iscsiVolumeSource = struct({
  targetPortal: always(string),
  iqn: always(string),
  lun: always(integer),
  iscsiInterface: withDefault(string, 'default'),
  fsType: string,
  readOnly: boolean,
  portals: list(string),
  chapAuthDiscovery: boolean,
  chapAuthSession: boolean,
  secretRef: localObjectReference,
  initiatorName: keepsZero(string),
});
export const glusterfsVolumeSource = struct({
  endpoints: always(string),
  path: always(string),
  readOnly: boolean,
});
export const rbdVolumeSource = struct({
  monitors: always(list(string)),
  image: always(string),
  fsType: string,
  pool: withDefault(string, 'rbd'),
  user: withDefault(string, 'admin'),
  keyring: withDefault(string, '/etc/ceph/keyring'),
  secretRef: localObjectReference,
  readOnly: boolean,
});
export const flexVolumeSource = struct({
  driver: always(string),
  fsType: string,
  secretRef: localObjectReference,
  readOnly: boolean,
  options: map(string),
});
export const cinderVolumeSource = struct({
  volumeID: always(string),
  fsType: string,
  readOnly: boolean,
  secretRef: localObjectReference,
});
export const cephFSVolumeSource = struct({
  monitors: always(list(string)),
  path: string,
  user: string,
  secretFile: string,
  secretRef: localObjectReference,
  readOnly: boolean,
});
export const flockerVolumeSource = struct({datasetName: string, datasetUUID: string});
export const fcVolumeSource = struct({
  targetWWNs: list(string),
  lun: keepsZero(integer),
  fsType: string,
  readOnly: boolean,
  wwids: list(string),
});
export const azureFileVolumeSource = struct({
  secretName: always(string),
  shareName: always(string),
  readOnly: boolean,
});
export const vsphereVirtualDiskVolumeSource = struct({
  volumePath: always(string),
  fsType: string,
  storagePolicyName: string,
  storagePolicyID: string,
});
export const quobyteVolumeSource = struct({
  registry: always(string),
  volume: always(string),
  readOnly: boolean,
  user: string,
  group: string,
  tenant: string,
});
export const azureDiskVolumeSource = struct({
  diskName: always(string),
  diskURI: always(string),
  cachingMode: withDefault(keepsZero(string), 'ReadWrite'),
  fsType: withDefault(keepsZero(string), 'ext4'),
  readOnly: withDefault(keepsZero(boolean), false),
  kind: withDefault(keepsZero(string), 'Shared'),
});
export const photonPersistentDiskVolumeSource = struct({pdID: always(string), fsType: string});
export const portworxVolumeSource = struct({volumeID: always(string), fsType: string, readOnly: boolean});
export const scaleIOVolumeSource = struct({
  gateway: always(string),
  system: always(string),
  secretRef: localObjectReference,
  sslEnabled: boolean,
  protectionDomain: string,
  storagePool: string,
  storageMode: withDefault(string, 'ThinProvisioned'),
  volumeName: string,
  fsType: withDefault(string, 'xfs'),
  readOnly: boolean,
});
export const storageOSVolumeSource = struct({
  volumeName: string,
  volumeNamespace: string,
  fsType: string,
  readOnly: boolean,
  secretRef: localObjectReference,
});
