/** What of a JSON Schema is read here; values.schema.json has more. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Of a list. */
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** A value of the chart that is set as a whole: what is inside of it, if anything, is Kubernetes' or the user's own. */
export interface Value {
  /** As `--set` takes it, such as `image.tag`. */
  readonly path: string;
  readonly description: string;
  /** In the words of YAML: string, integer, map, list. */
  readonly type: string;
  /** Undefined where values.yaml has none. */
  readonly default: unknown;
}

/**
 * Lists the values that a schema allows, in its order, with the defaults of values.yaml.
 *
 * @throws where the schema has no description of one: what it means would be left to guess
 */
export function listValues(schema: Schema, defaults: unknown, path = ''): readonly Value[] {
  if (path !== '' && (schema.description ?? '') === '') throw new Error(`values.schema.json describes no ${path}`);
  if (schema.properties === undefined) {
    return [{path, description: schema.description ?? '', type: nameType(schema), default: defaults}];
  }
  return Object.entries(schema.properties).flatMap(([name, inner]) =>
    listValues(inner, readField(defaults, name), path === '' ? name : `${path}.${name}`),
  );
}

const yamlTypes: Readonly<Record<string, string>> = {object: 'map', array: 'list'};

function nameType({type = [], enum: words, anyOf = []}: Schema): string {
  if (words !== undefined) return words.map(word => `\`${word === '' ? '""' : word}\``).join(', ');
  const types = anyOf.length > 0 ? anyOf.map(nameType) : [type].flat().map(name => yamlTypes[name] ?? name);
  return [...new Set(types)].join(' or ');
}

const readField = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
