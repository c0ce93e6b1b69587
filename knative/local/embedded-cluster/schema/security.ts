import {always, boolean, integer, keepsZero, list, string, struct} from './notation.ts';

// Security contexts of pods and containers.

const capabilities = struct({add: list(string), drop: list(string)});
const seLinuxOptions = struct({user: string, role: string, type: string, level: string});
const windowsSecurityContextOptions = struct({
  gmsaCredentialSpecName: keepsZero(string),
  gmsaCredentialSpec: keepsZero(string),
  runAsUserName: keepsZero(string),
  hostProcess: keepsZero(boolean),
});
const seccompProfile = struct({type: always(string), localhostProfile: keepsZero(string)});
const appArmorProfile = struct({type: always(string), localhostProfile: keepsZero(string)});
export const securityContext = struct({
  capabilities,
  privileged: keepsZero(boolean),
  seLinuxOptions,
  windowsOptions: windowsSecurityContextOptions,
  runAsUser: keepsZero(integer),
  runAsGroup: keepsZero(integer),
  runAsNonRoot: keepsZero(boolean),
  readOnlyRootFilesystem: keepsZero(boolean),
  allowPrivilegeEscalation: keepsZero(boolean),
  procMount: keepsZero(string),
  seccompProfile,
  appArmorProfile,
});
const sysctl = struct({name: always(string), value: always(string)});
export const podSecurityContext = struct({
  seLinuxOptions,
  windowsOptions: windowsSecurityContextOptions,
  runAsUser: keepsZero(integer),
  runAsGroup: keepsZero(integer),
  runAsNonRoot: keepsZero(boolean),
  supplementalGroups: list(integer),
  supplementalGroupsPolicy: keepsZero(string),
  fsGroup: keepsZero(integer),
  sysctls: list(sysctl),
  fsGroupChangePolicy: keepsZero(string),
  seccompProfile,
  appArmorProfile,
  seLinuxChangePolicy: keepsZero(string),
});
