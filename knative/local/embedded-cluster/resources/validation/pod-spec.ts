import type {PodSpec, Volume} from 'kubernetes-types/core/v1';
import {type Cause, duplicate, forbidden, invalidValue, required, unsupported} from './cause.ts';
import {validateContainers} from './containers.ts';
import {validateLabels} from './metadata.ts';
import {checkDnsLabel, checkDnsSubdomain} from './names.ts';
import {validateAffinity, validateTolerations} from './scheduling.ts';
import {validatePodSecurity} from './security.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** The rules for a pod's spec that a puller's users can run into, in the order in which the API server lists them. */
export function validatePodSpec(spec: PodSpec, path: string): readonly Cause[] {
  const {restartPolicy = '', dnsPolicy = '', activeDeadlineSeconds} = spec;
  return [
    ...validateVolumes(spec.volumes ?? [], `${path}.volumes`),
    ...validateContainers(spec, path),
    ...(restartPolicies.includes(restartPolicy)
      ? []
      : [unsupported(`${path}.restartPolicy`, restartPolicy, restartPolicies)]),
    ...(dnsPolicies.includes(dnsPolicy) ? [] : [unsupported(`${path}.dnsPolicy`, dnsPolicy, dnsPolicies)]),
    ...validateLabels(spec.nodeSelector ?? {}, `${path}.nodeSelector`),
    ...validatePodSecurity(spec.securityContext ?? {}, `${path}.securityContext`),
    ...validateAffinity(spec.affinity ?? {}, `${path}.affinity`),
    ...validateReference(spec.serviceAccountName, `${path}.serviceAccountName`),
    ...validateReference(spec.nodeName, `${path}.nodeName`),
    ...(activeDeadlineSeconds !== undefined && activeDeadlineSeconds < 1
      ? [
          invalidValue(
            `${path}.activeDeadlineSeconds`,
            activeDeadlineSeconds,
            'must be between 1 and 2147483647, inclusive',
          ),
        ]
      : []),
    ...validateTolerations(spec.tolerations ?? [], `${path}.tolerations`),
    ...validateReference(spec.priorityClassName, `${path}.priorityClassName`),
    ...validateReference(spec.runtimeClassName, `${path}.runtimeClassName`),
  ];
}

/** Names of other objects: well formed; whether there is such an object shows only when the pod runs. */
function validateReference(name: string | undefined, field: string): readonly Cause[] {
  return name === undefined || name === '' ? [] : checkDnsSubdomain(name).map(why => invalidValue(field, name, why));
}

function validateVolumes(volumes: readonly Volume[], path: string): readonly Cause[] {
  const names = volumes.map(volume => volume.name);
  return volumes.flatMap((volume, index) => {
    const {name, ...sources} = volume;
    const field = `${path}[${index}]`;
    const taken = names.indexOf(name) < index;
    return [
      // The first one stands; emptyDir counts before all others.
      ...Object.keys(sources)
        .toSorted((a, b) => Number(b === 'emptyDir') - Number(a === 'emptyDir'))
        .slice(1)
        .map(source => forbidden(`${field}.${source}`, 'may not specify more than 1 volume type')),
      ...(name === ''
        ? [required(`${field}.name`)]
        : checkDnsLabel(name).map(why => invalidValue(`${field}.name`, name, why))),
      ...(taken ? [duplicate(`${field}.name`, name)] : []),
    ];
  });
}
