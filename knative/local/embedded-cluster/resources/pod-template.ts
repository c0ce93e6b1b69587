import type {Container, PodSpec, Volume} from 'kubernetes-types/core/v1';
import {parseQuantity} from '../quantity/index.ts';

/** Defaults of a pod's spec that depend on other fields, in pods and in templates of pods alike. */
export function completePodSpec(spec: PodSpec): PodSpec {
  const {serviceAccountName, serviceAccount} = spec;
  const account = serviceAccountName || serviceAccount;
  return {
    ...spec,
    ...(spec.volumes !== undefined && {volumes: spec.volumes.map(completeVolume)}),
    ...(spec.initContainers !== undefined && {initContainers: spec.initContainers.map(completeContainer)}),
    containers: (spec.containers ?? []).map(completeContainer),
    // The older name of the same field is still written.
    ...(account && {serviceAccountName: account, serviceAccount: account}),
  };
}

function completeContainer(container: Container): Container {
  return {...container, imagePullPolicy: container.imagePullPolicy || pullPolicyFor(container.image ?? '')};
}

function completeVolume(volume: Volume): Volume {
  return Object.keys(volume).length === 1 ? {...volume, emptyDir: {}} : volume;
}

/** `latest`, also where it is only implied, is asked for at every start. What is no reference has no tag. */
function pullPolicyFor(image: string): 'Always' | 'IfNotPresent' {
  const match = /^([\w.-]+(?::\d+)?\/)?[a-z0-9._/-]+(?::([\w.-]+))?(@.+)?$/.exec(image);
  if (match === null) return 'IfNotPresent';
  const [, , tag, digest] = match;
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

/** What is allowed in a pod's spec and yet a mistake, in the words of the API server. */
export function warnAboutPodSpec(spec: PodSpec, path: string): readonly string[] {
  const lists = [
    ['initContainers', spec.initContainers ?? []],
    ['containers', spec.containers],
  ] as const;
  return [
    ...Object.keys(spec.nodeSelector ?? {}).flatMap(key => {
      const replacement = deprecatedNodeLabels[key];
      const field = `${path}.nodeSelector[${key}]`;
      return replacement === undefined
        ? []
        : [`${field}: deprecated since ${replacement[0]}; use "${replacement[1]}" instead`];
    }),
    ...(spec.terminationGracePeriodSeconds !== undefined && spec.terminationGracePeriodSeconds < 0
      ? [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...(spec.imagePullSecrets ?? []).flatMap(({name}, index) =>
      name ? [] : [`${path}.imagePullSecrets[${index}].name: invalid empty name ""`],
    ),
    ...lists.flatMap(([name, containers]) =>
      containers.flatMap((container, index) => warnAboutContainer(container, `${path}.${name}[${index}]`)),
    ),
  ];
}

const deprecatedNodeLabels: Readonly<Record<string, readonly [since: string, instead: string]>> = {
  'beta.kubernetes.io/arch': ['v1.14', 'kubernetes.io/arch'],
  'beta.kubernetes.io/os': ['v1.14', 'kubernetes.io/os'],
  'beta.kubernetes.io/instance-type': ['v1.17', 'node.kubernetes.io/instance-type'],
  'failure-domain.beta.kubernetes.io/zone': ['v1.17', 'topology.kubernetes.io/zone'],
  'failure-domain.beta.kubernetes.io/region': ['v1.17', 'topology.kubernetes.io/region'],
};

function warnAboutContainer({resources, env = []}: Container, path: string): readonly string[] {
  const {limits, requests} = resources ?? {};
  const names = env.map(variable => variable.name);
  return [
    ...warnAboutFractions(limits, `${path}.resources.limits`),
    ...warnAboutFractions(requests, `${path}.resources.requests`),
    ...names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [`${path}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`]
        : [],
    ),
  ];
}

/** Half a byte is nothing: someone wrote `m` for mega. */
function warnAboutFractions(amounts: Readonly<Record<string, string>> = {}, path: string): readonly string[] {
  return ['memory', 'ephemeral-storage'].flatMap(name => {
    const amount = amounts[name];
    const fraction = amount !== undefined && (parseQuantity(amount)?.nanos ?? 0n) % 1_000_000_000n !== 0n;
    return fraction ? [`${path}[${name}]: fractional byte value "${amount}" is invalid, must be an integer`] : [];
  });
}
