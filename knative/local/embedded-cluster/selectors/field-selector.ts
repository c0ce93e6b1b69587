import {badRequest} from '../store/index.ts';

/** One condition on a field; all of a selector have to hold. */
export interface FieldRequirement {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

/**
 * Reads the query parameter `fieldSelector`, such as `metadata.name=a,status.phase!=Failed`.
 *
 * @throws BadRequest (400) for what is no selector.
 */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  // A backslash takes the meaning from the comma, equals sign or backslash after it.
  const parts = text.split(/(?<!\\),/).filter(part => part !== '');
  return parts.map(part => {
    const match = /^([^=!]+)(!=|==|=)(.*)$/s.exec(part);
    if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', operator, value = ''] = match;
    return {field, equal: operator !== '!=', value: value.replace(/\\(.)/g, '$1')};
  });
}

/**
 * Whether an object's fields satisfy all requirements.
 *
 * @param fields The fields that can be selected, each with its value; the empty string where it is not set.
 */
export function matchesFields(
  requirements: readonly FieldRequirement[],
  fields: Readonly<Record<string, string>>,
): boolean {
  return requirements.every(({field, equal, value}) => ((fields[field] ?? '') === value) === equal);
}
