import {toOneLine} from '@image-puller/shared/text';

/** Attributes of CloudEvents 1.0 and the extensions that say what rang: nobody else sets these. */
const ours = new Set(
  ['id', 'source', 'specversion', 'type', 'time', 'subject', 'datacontenttype', 'dataschema', 'data'].concat(
    'kind',
    'namespace',
    'name',
  ),
);

/**
 * Reads `K_CE_OVERRIDES`, which a SinkBinding of the user's own sets where its spec has ceOverrides: `{"extensions":{"name":"value"}}`.
 * Throws where it is something else, or where it names an attribute of ours.
 */
export function parseOverrides(text: string | undefined): Readonly<Record<string, string>> {
  if (!text) return {};
  const extensions = readExtensions(text);
  if (extensions === undefined) {
    throw new Error('K_CE_OVERRIDES is not JSON such as {"extensions":{"team":"a"}}, with strings for values');
  }
  for (const name of Object.keys(extensions)) {
    if (!/^[a-z0-9]{1,64}$/.test(name) || ours.has(name)) {
      throw new Error(
        `K_CE_OVERRIDES: ${toOneLine(name, 64)} can't be an extension: use lower-case letters and digits, and none of ${[...ours].join(', ')}`,
      );
    }
  }
  return extensions;
}

function readExtensions(text: string): Record<string, string> | undefined {
  try {
    const {extensions = {}}: {extensions?: unknown} = JSON.parse(text);
    return isStrings(extensions) ? {...extensions} : undefined;
  } catch {
    return undefined;
  }
}

const isStrings = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(entry => typeof entry === 'string');
