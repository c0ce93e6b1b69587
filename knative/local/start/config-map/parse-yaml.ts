import {loadAll, YAML11_SCHEMA, YAMLException} from 'js-yaml';

/** The documents of a YAML text, or where it is broken. */
export type ParsedYaml = {readonly documents: readonly unknown[]} | {readonly problem: string};

/** Reads YAML as kubectl does: by the rules of YAML 1.1, where `yes` and `on` are no strings. Never throws. */
export function parseYaml(text: string): ParsedYaml {
  try {
    return {documents: loadAll(text, {schema: YAML11_SCHEMA}).filter(document => document !== null)};
  } catch (error) {
    if (!(error instanceof YAMLException))
      return {problem: `not YAML: ${error instanceof Error ? error.message : error}`};
    const {reason, mark} = error;
    const where = mark === undefined ? '' : `line ${mark.line + 1}, column ${mark.column + 1}: `;
    return {problem: `${where}not YAML: ${reason}`};
  }
}
