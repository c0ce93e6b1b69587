import type {PodSecurityContext, SeccompProfile, SecurityContext} from 'kubernetes-types/core/v1';
import {type Cause, invalidValue, required, unsupported} from './cause.ts';

/** The security context of a container. */
export function validateContainerSecurity(context: SecurityContext, path: string): readonly Cause[] {
  const {allowPrivilegeEscalation, privileged, capabilities} = context;
  const escalates = privileged === true || (capabilities?.add ?? []).includes('CAP_SYS_ADMIN');
  return [
    ...validateIds({runAsUser: context.runAsUser, runAsGroup: context.runAsGroup}, path),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
    ...(allowPrivilegeEscalation === false && escalates
      ? [
          invalidValue(
            path,
            context,
            privileged === true
              ? 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'
              : 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
          ),
        ]
      : []),
  ];
}

/** The security context of a pod. */
export function validatePodSecurity(context: PodSecurityContext, path: string): readonly Cause[] {
  const {fsGroup, runAsUser, runAsGroup, supplementalGroups = []} = context;
  return [
    ...validateIds({fsGroup, runAsUser, runAsGroup}, path),
    ...supplementalGroups.flatMap((id, index) => validateId(id, `${path}.supplementalGroups[${index}]`)),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
  ];
}

function validateIds(ids: Readonly<Record<string, number | undefined>>, path: string): readonly Cause[] {
  return Object.entries(ids).flatMap(([name, id]) => validateId(id, `${path}.${name}`));
}

function validateId(id: number | undefined, field: string): readonly Cause[] {
  const most = 2 ** 31 - 1;
  return id === undefined || (id >= 0 && id <= most)
    ? []
    : [invalidValue(field, id, `must be between 0 and ${most}, inclusive`)];
}

function validateSeccomp(profile: SeccompProfile | undefined, path: string): readonly Cause[] {
  if (profile === undefined) return [];
  const types = ['Localhost', 'RuntimeDefault', 'Unconfined'];
  if (profile.type === '') return [required(`${path}.type`, 'type is required when seccompProfile is set')];
  if (!types.includes(profile.type)) return [unsupported(`${path}.type`, profile.type, types)];
  const local = profile.type === 'Localhost';
  if (local && !profile.localhostProfile) {
    return [required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')];
  }
  return !local && profile.localhostProfile !== undefined
    ? [
        invalidValue(
          `${path}.localhostProfile`,
          profile.localhostProfile,
          'can only be set when seccomp type is Localhost',
        ),
      ]
    : [];
}
