/** One rule that an object breaks: an entry of `details.causes` of a 422. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  /** Path of the field, such as `spec.template.spec.containers[0].name`. */
  readonly field: string;
}

const withDetail = (message: string, detail: string): string => (detail === '' ? message : `${message}: ${detail}`);

/** The field has to be there. */
export function required(field: string, detail = ''): Cause {
  return {reason: 'FieldValueRequired', message: withDetail('Required value', detail), field};
}

/** The value breaks a rule of its field. */
export function invalidValue(field: string, value: unknown, why: string): Cause {
  return {reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field};
}

/** The value is not one of those that exist. */
export function unsupported(field: string, value: unknown, supported: readonly string[]): Cause {
  const list = supported.map(each => JSON.stringify(each)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`;
  return {reason: 'FieldValueNotSupported', message, field};
}

export function duplicate(field: string, value: unknown): Cause {
  return {reason: 'FieldValueDuplicate', message: `Duplicate value: ${JSON.stringify(value)}`, field};
}

export function forbidden(field: string, why: string): Cause {
  return {reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field};
}

/** The value names something that is not there. */
export function missing(field: string, value: unknown): Cause {
  return {reason: 'FieldValueNotFound', message: `Not found: ${JSON.stringify(value)}`, field};
}

export function tooLong(field: string, bytes: number): Cause {
  return {reason: 'FieldValueTooLong', message: `Too long: may not be more than ${bytes} bytes`, field};
}
