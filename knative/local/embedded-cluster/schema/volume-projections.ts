import {
  always,
  boolean,
  integer,
  keepsZero,
  list,
  noneImitated,
  quantity,
  string,
  struct,
  withDefault,
} from './notation.ts';

// Volumes made of objects of the API, alone or several in one (projected).

const keyToPath = struct({key: always(string), path: always(string), mode: keepsZero(integer)});
export const secretVolumeSource = struct({
  secretName: string,
  items: list(keyToPath),
  defaultMode: withDefault(keepsZero(integer), 0o644),
  optional: keepsZero(boolean),
});
export const objectFieldSelector = struct({apiVersion: withDefault(string, 'v1'), fieldPath: always(string)});
export const resourceFieldSelector = struct({
  containerName: string,
  resource: always(string),
  divisor: always(quantity),
});
const downwardAPIVolumeFile = struct({
  path: always(string),
  fieldRef: objectFieldSelector,
  resourceFieldRef: resourceFieldSelector,
  mode: keepsZero(integer),
});
export const downwardAPIVolumeSource = struct({
  items: list(downwardAPIVolumeFile),
  defaultMode: withDefault(keepsZero(integer), 0o644),
});
export const configMapVolumeSource = struct({
  name: string,
  items: list(keyToPath),
  defaultMode: withDefault(keepsZero(integer), 0o644),
  optional: keepsZero(boolean),
});
const secretProjection = struct({name: string, items: list(keyToPath), optional: keepsZero(boolean)});
const downwardAPIProjection = struct({items: list(downwardAPIVolumeFile)});
const configMapProjection = struct({
  name: string,
  items: list(keyToPath),
  optional: keepsZero(boolean),
});
const serviceAccountTokenProjection = struct({
  audience: string,
  expirationSeconds: withDefault(keepsZero(integer), 3600),
  path: always(string),
});
const volumeProjection = struct({
  secret: secretProjection,
  downwardAPI: downwardAPIProjection,
  configMap: configMapProjection,
  serviceAccountToken: serviceAccountTokenProjection,
  ...noneImitated(
    ['clusterTrustBundle', 'podCertificate'],
    'nothing is mounted in its pods; of what is projected it knows configMap, downwardAPI, secret and serviceAccountToken',
  ),
});
export const projectedVolumeSource = struct({
  sources: always(list(volumeProjection)),
  defaultMode: withDefault(keepsZero(integer), 0o644),
});
