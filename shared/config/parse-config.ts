import {combine} from './combine.ts';
import {type Key, refuse} from './key.ts';
import {allKeys, keys, pairResources, type ReadQuantity} from './keys/index.ts';
import {attribute} from './problem.ts';
import type {ConfigDefaults, Parsed, ParsedConfig, Problem, PullerConfig} from './types.ts';
import {findMistypedKeys} from './unknown-keys.ts';
import {describeWrapping} from './wrapping.ts';

type Data = Readonly<Record<string, string>>;

/**
 * What a ConfigMap's data says. All problems are found at once, in the order of the declarations; at most 20 of a key are
 * told. Same data, same answer; never throws, whatever is in the data; the time it takes grows with its size only.
 */
export function parseConfig(data: Data | undefined, defaults: ConfigDefaults): ParsedConfig {
  const given = data ?? {};
  const read = <T>(key: Key<T>): Parsed<T, Problem> => parseKey(key, given, defaults);
  const parsed = combine<PullerConfig>(
    {
      images: read(keys.images),
      cachingIntervalHours: read(keys.cachingIntervalHours),
      resources: parseResources(given, defaults),
      daemonSetName: read(keys.daemonSetName),
      daemonSetAnnotations: read(keys.daemonSetAnnotations),
      nodeSelector: read(keys.nodeSelector),
      affinity: read(keys.affinity),
      tolerations: read(keys.tolerations),
      imagePullSecrets: read(keys.imagePullSecrets),
      kipImage: read(keys.kipImage),
      sleepImage: read(keys.sleepImage),
      refreshPolicy: read(keys.refreshPolicy),
      rolloutMaxNodes: read(keys.rolloutMaxNodes),
      priorityClassName: read(keys.priorityClassName),
      podLabels: read(keys.podLabels),
      podAnnotations: read(keys.podAnnotations),
      podServiceAccountName: read(keys.podServiceAccountName),
      podRuntimeClassName: read(keys.podRuntimeClassName),
    },
    [read(keys.namespace), findUnknown(given)],
  );
  return 'value' in parsed ? {config: parsed.value, warnings: parsed.warnings} : parsed;
}

/** Which DaemonSet a ConfigMap is about, though nothing else of it may be usable; undefined where the name is not. */
export function findDaemonSetName(data: Data | undefined, defaults: ConfigDefaults): string | undefined {
  const parsed = parseKey(keys.daemonSetName, data ?? {}, defaults);
  return 'value' in parsed ? parsed.value : undefined;
}

/**
 * An unset or empty value is the default, about which its author is told nothing: nobody wrote it. A value in quotes
 * rejects, whatever its key does about others that are wrong: what its author wrote is known to be something else.
 */
function parseKey<T>(key: Key<T>, data: Data, defaults: ConfigDefaults): Parsed<T, Problem> {
  if (isWritten(key, data)) {
    const text = data[key.name] ?? '';
    const wrong = describeWrapping(text);
    const parsed =
      wrong === undefined ? key.parse(text, defaults) : refuse(wrong, `write only the value, such as ${key.example}`);
    return attribute(key.name, parsed);
  }
  const parsed = attribute(key.name, key.parse(key.default, defaults));
  return {...parsed, warnings: []};
}

function isWritten(key: Key<unknown>, data: Data): boolean {
  return Object.hasOwn(data, key.name) && data[key.name]?.trim() !== '';
}

function parseResources(data: Data, defaults: ConfigDefaults): Parsed<PullerConfig['resources'], Problem> {
  const read = (key: Key<string>): ReadQuantity => ({
    key: key.name,
    written: isWritten(key, data),
    parsed: parseKey(key, data, defaults),
  });
  const memory = pairResources(read(keys.cachingMemoryRequest), read(keys.cachingMemoryLimit));
  const cpu = pairResources(read(keys.cachingCpuRequest), read(keys.cachingCpuLimit));
  const requests = combine({memory: memory.request, cpu: cpu.request}, []);
  const limits = combine({memory: memory.limit, cpu: cpu.limit}, []);
  return combine<PullerConfig['resources']>({requests, limits}, []);
}

function findUnknown(data: Data): Parsed<undefined, Problem> {
  const known = allKeys.map(key => key.name);
  return {value: undefined, warnings: findMistypedKeys(Object.keys(data), known)};
}
