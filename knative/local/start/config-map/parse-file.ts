import {configMapLabel} from '@image-puller/shared/names';
import {isMapping, type Mapping, type ParsedConfigMap, parseConfigMap} from './parse-config-map.ts';
import {parseYaml} from './parse-yaml.ts';
import type {ConfigMapManifest, ParsedFile} from './types.ts';

/** An object of a file, with the words that say where it is; they are empty where there is one alone. */
interface Placed {
  readonly place: string;
  readonly value: unknown;
}

/**
 * Reads the ConfigMaps out of a file that may hold several documents, a List, and other objects.
 *
 * Of several ConfigMaps those that configure a puller are taken: they have the label, or `IMAGES`. Every problem is
 * told, with the path to it. Never throws.
 */
export function parseFile(text: string): ParsedFile {
  const yaml = parseYaml(text);
  if ('problem' in yaml) return {problems: [yaml.problem]};
  const objects = placeDocuments(yaml.documents).flatMap(openList);
  if (objects.length === 0) return {problems: [`nothing in it; ${askForOne}`]};

  const broken = objects.filter(({value}) => !isMapping(value) || typeof value.kind !== 'string');
  if (broken.length > 0) {
    return {problems: broken.map(({place}) => `${place}no Kubernetes object: it has no kind; ${askForOne}`)};
  }
  const mappings = objects.flatMap(({place, value}) => (isMapping(value) ? [{place, mapping: value}] : []));
  const found = mappings.filter(({mapping}) => mapping.kind === 'ConfigMap');
  const others = mappings.filter(({mapping}) => mapping.kind !== 'ConfigMap').map(({mapping}) => nameObject(mapping));
  if (found.length === 0) return {problems: [describeAbsence(mappings.map(({mapping}) => mapping))]};

  const pullers = found.filter(({mapping}) => isPuller(mapping));
  const taken = pullers.length > 0 ? pullers : found;
  const left = found.filter(each => !taken.includes(each)).map(({mapping}) => nameObject(mapping));
  const parsed = taken.map(({place, mapping}) => ({place, result: parseConfigMap(mapping)}));
  const problems = parsed.flatMap(({place, result}) =>
    'problems' in result ? result.problems.map(problem => `${place}${problem}`) : [],
  );
  const configMaps = parsed.map(({result}) => result).filter(isManifest);
  const all = [...problems, ...findClashes(configMaps)];
  return all.length > 0 ? {problems: all} : {configMaps, ignored: [...others, ...left]};
}

const askForOne = 'write a ConfigMap: apiVersion: v1, kind: ConfigMap, metadata with a name, data with IMAGES';

const isManifest = (parsed: ParsedConfigMap): parsed is ConfigMapManifest => !('problems' in parsed);

const placeDocuments = (documents: readonly unknown[]): readonly Placed[] =>
  documents.map((value, index) => ({place: documents.length === 1 ? '' : `document ${index + 1}: `, value}));

/** `kind: List` and `kind: ConfigMapList` stand for what is in them. */
function openList(object: Placed): readonly Placed[] {
  const {place, value} = object;
  if (!isMapping(value) || (value.kind !== 'List' && value.kind !== 'ConfigMapList')) return [object];
  const items = Array.isArray(value.items) ? value.items : [];
  return items.map((item: unknown, index) => ({
    place: `${place}items[${index}]: `,
    // The items of a typed list need not say their kind.
    value: isMapping(item) && value.kind === 'ConfigMapList' ? {kind: 'ConfigMap', ...item} : item,
  }));
}

function isPuller({metadata, data}: Mapping): boolean {
  const labels = isMapping(metadata) && isMapping(metadata.labels) ? metadata.labels : {};
  return labels[configMapLabel.key] === configMapLabel.value || (isMapping(data) && Object.hasOwn(data, 'IMAGES'));
}

function nameObject({kind, metadata}: Mapping): string {
  const name = isMapping(metadata) && typeof metadata.name === 'string' ? ` ${metadata.name}` : '';
  return `${kind}${name}`;
}

function describeAbsence(mappings: readonly Mapping[]): string {
  const kinds = [...new Set(mappings.map(({kind}) => String(kind)))];
  if (kinds.includes('Template')) {
    return 'an OpenShift Template is no ConfigMap yet: give the output of `oc process --local -o yaml -f TEMPLATE`';
  }
  return `no ConfigMap in it, only ${kinds.join(', ')}; ${askForOne}`;
}

/** One puller is one ConfigMap, and the puller works in one namespace. */
function findClashes(configMaps: readonly ConfigMapManifest[]): readonly string[] {
  const namespaces = [...new Set(configMaps.flatMap(({namespace}) => namespace ?? []))];
  if (namespaces.length > 1) {
    return [
      `ConfigMaps in several namespaces (${namespaces.join(', ')}); put them into one, or into files of their own`,
    ];
  }
  const names = configMaps.map(({name}) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return twice.map(name => `ConfigMap ${name} is there twice; give one of them another name`);
}
