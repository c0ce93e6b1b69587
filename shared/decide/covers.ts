import {compareQuantities} from '../config/index.ts';

/**
 * Does what is there have every field of what is wanted, with that value? Fields that the API server or others added
 * are not looked at, but a list must have as many items: a foreign container is a difference. Quantities are compared
 * by value (`.2` is `200m`). Only where a dry run can't be had.
 */
export function coversSpec(there: unknown, wanted: unknown, isQuantity = false): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(there) &&
      there.length === wanted.length &&
      wanted.every((item, index) => coversSpec(there[index], item))
    );
  }
  if (isRecord(wanted)) {
    return Object.entries(wanted).every(
      ([key, value]) =>
        coversSpec(
          isRecord(there) ? there[key] : undefined,
          value,
          key === 'sizeLimit' || isQuantityParent(key) || isQuantity,
        ) || isEmpty(value),
    );
  }
  if (isQuantity && typeof wanted === 'string' && typeof there === 'string') {
    return compareQuantities(there, wanted) === 0;
  }
  return there === wanted;
}

/** Below these, every leaf is a quantity. */
const isQuantityParent = (key: string): boolean => key === 'requests' || key === 'limits';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{}` and absent are the same to the API server for most fields. */
const isEmpty = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0;
