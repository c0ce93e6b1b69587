import type {Container, ContainerPort, EnvVar, PodSpec, VolumeMount} from 'kubernetes-types/core/v1';
import {type Cause, duplicate, invalidValue, missing, required, unsupported} from './cause.ts';
import {checkDnsLabel, checkEnvironmentName} from './names.ts';
import {validateResources} from './resources.ts';
import {validateContainerSecurity} from './security.ts';

/** The containers and init containers of a pod. Names are unique over both. */
export function validateContainers(spec: PodSpec, path: string): readonly Cause[] {
  const {containers = [], initContainers = []} = spec;
  const names = new Set<string>();
  const validateEach = (container: Container, field: string): readonly Cause[] => {
    const taken = names.has(container.name);
    names.add(container.name);
    return [...validateName(container.name, taken, `${field}.name`), ...validateContainer(container, spec, field)];
  };
  return [
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((container, index) => validateEach(container, `${path}.containers[${index}]`)),
    ...initContainers.flatMap((container, index) => validateEach(container, `${path}.initContainers[${index}]`)),
  ];
}

function validateName(name: string, taken: boolean, field: string): readonly Cause[] {
  if (name === '') return [required(field)];
  if (taken) return [duplicate(field, name)];
  return checkDnsLabel(name).map(why => invalidValue(field, name, why));
}

function validateContainer(container: Container, spec: PodSpec, field: string): readonly Cause[] {
  const {image = '', imagePullPolicy = '', terminationMessagePolicy = '', env = [], ports = []} = container;
  return [
    ...(image === '' ? [required(`${field}.image`)] : []),
    ...(terminationMessagePolicy === 'File' || terminationMessagePolicy === 'FallbackToLogsOnError'
      ? []
      : [
          invalidValue(
            `${field}.terminationMessagePolicy`,
            terminationMessagePolicy,
            "must be 'File' or 'FallbackToLogsOnError'",
          ),
        ]),
    ...ports.flatMap((port, index) => validatePort(port, spec.hostNetwork === true, `${field}.ports[${index}]`)),
    ...env.flatMap((variable, index) => validateEnv(variable, `${field}.env[${index}]`)),
    ...validateMounts(container.volumeMounts ?? [], spec, `${field}.volumeMounts`),
    ...validatePullPolicy(imagePullPolicy, `${field}.imagePullPolicy`),
    ...validateResources(container.resources ?? {}, `${field}.resources`),
    ...validateContainerSecurity(container.securityContext ?? {}, `${field}.securityContext`),
  ];
}

function validatePullPolicy(policy: string, field: string): readonly Cause[] {
  const policies = ['Always', 'IfNotPresent', 'Never'];
  if (policy === '') return [required(field)];
  return policies.includes(policy) ? [] : [unsupported(field, policy, policies)];
}

function validatePort({containerPort, hostPort}: ContainerPort, hostNetwork: boolean, field: string): readonly Cause[] {
  const range = 'must be between 1 and 65535, inclusive';
  const outside = (port: number): boolean => port < 1 || port > 65_535;
  return [
    ...(containerPort === 0 ? [required(`${field}.containerPort`)] : []),
    ...(containerPort !== 0 && outside(containerPort)
      ? [invalidValue(`${field}.containerPort`, containerPort, range)]
      : []),
    ...(hostPort !== undefined && outside(hostPort) ? [invalidValue(`${field}.hostPort`, hostPort, range)] : []),
    ...(hostNetwork && hostPort !== undefined && hostPort !== containerPort
      ? [invalidValue(`${field}.hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')]
      : []),
  ];
}

function validateEnv({name, value, valueFrom}: EnvVar, field: string): readonly Cause[] {
  return [
    ...(name === ''
      ? [required(`${field}.name`)]
      : checkEnvironmentName(name).map(why => invalidValue(`${field}.name`, name, why))),
    ...(value !== undefined && valueFrom !== undefined
      ? [invalidValue(`${field}.valueFrom`, '', 'may not be specified when `value` is not empty')]
      : []),
  ];
}

function validateMounts(mounts: readonly VolumeMount[], spec: PodSpec, path: string): readonly Cause[] {
  const volumes = new Set((spec.volumes ?? []).map(volume => volume.name));
  const paths = mounts.map(mount => mount.mountPath);
  return mounts.flatMap(({name, mountPath}, index) => [
    ...(name === '' ? [required(`${path}[${index}].name`)] : []),
    ...(name !== '' && !volumes.has(name) ? [missing(`${path}[${index}].name`, name)] : []),
    ...(mountPath === '' ? [required(`${path}[${index}].mountPath`)] : []),
    ...(mountPath !== '' && paths.indexOf(mountPath) < index
      ? [invalidValue(`${path}[${index}].mountPath`, mountPath, 'must be unique')]
      : []),
  ]);
}
