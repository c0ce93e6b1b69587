/**
 * What an annotation says that is a JSON object of values of one kind. Anyone may edit it: what is no object says nothing,
 * and a value of another kind is left out.
 */
export function parseRecord<T>(
  text: string | undefined,
  isValue: (value: unknown) => value is T,
): Readonly<Record<string, T>> {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, T] => isValue(entry[1])));
  } catch {
    return {};
  }
}
