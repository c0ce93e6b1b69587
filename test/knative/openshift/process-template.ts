import {load} from 'js-yaml';

/** An object that came out of a template. */
export interface Processed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly labels?: Readonly<Record<string, string>>};
}

interface Parameter {
  readonly name: string;
  readonly value?: string;
  readonly required?: boolean;
  /** Values by chance, which no template here wants. */
  readonly generate?: string;
}

interface Template {
  readonly kind: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly parameters?: readonly Parameter[];
  readonly objects: readonly Processed[];
}

/**
 * What `oc process --local -f FILE -p NAME=value` makes of a template, by its documentation: given values and defaults are
 * written into every text, `${NAME}` as text and `${{NAME}}`, which has to be all of a text, as JSON; the template's labels
 * become labels of every object. A reference to what is no parameter stays as it is.
 *
 * @param yaml the template
 * @throws where a value is given for no parameter, or a required one has none
 */
export function processTemplate(yaml: string, given: Readonly<Record<string, string>> = {}): readonly Processed[] {
  const {kind, labels = {}, parameters = [], objects} = parseTemplate(yaml);
  if (kind !== 'Template') throw new Error(`a ${kind} is no Template`);
  const names = new Set(parameters.map(({name}) => name));
  for (const name of Object.keys(given)) if (!names.has(name)) throw new Error(`unknown parameter name "${name}"`);
  const values = new Map(parameters.map(parameter => [parameter.name, decideValue(parameter, given)]));
  return objects.map(object => {
    const {metadata, ...rest}: Processed = substitute(object, values);
    return {...rest, metadata: {...metadata, labels: {...metadata.labels, ...substitute(labels, values)}}};
  });
}

const parseTemplate = (yaml: string): Template => JSON.parse(JSON.stringify(load(yaml)));

function decideValue({name, value, required, generate}: Parameter, given: Readonly<Record<string, string>>): string {
  if (generate !== undefined) throw new Error(`${name} is generated, which is not played here`);
  const decided = given[name] ?? value ?? '';
  if (typeof decided !== 'string') throw new Error(`the default of ${name} is no text`);
  if (required === true && decided === '') throw new Error(`parameter ${name} is required and must be specified`);
  return decided;
}

/** A copy with values in place of references, in keys too. */
function substitute<T>(value: T, values: ReadonlyMap<string, string>): T {
  return JSON.parse(
    JSON.stringify(value, (_, inner) => {
      if (typeof inner === 'string') return substituteText(inner, values);
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
      return Object.fromEntries(Object.entries(inner).map(([key, field]) => [fill(key, values), field]));
    }),
  );
}

function substituteText(text: string, values: ReadonlyMap<string, string>): unknown {
  const [, name = ''] = /^\$\{\{(\w+)\}\}$/.exec(text) ?? [];
  const json = values.get(name);
  return json === undefined ? fill(text, values) : JSON.parse(json);
}

const fill = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\$\{(\w+)\}/g, (reference, name) => values.get(name) ?? reference);
