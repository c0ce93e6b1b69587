/**
 * The rules for names in Kubernetes, in the words of k8s.io/apimachinery, pkg/util/validation. Each returns what is
 * wrong with a value, nothing where it is right.
 *
 * Not those of shared/formats, by which the puller judges before it writes: what is tried against this API must not have a
 * hand in it, or one mistake would be right in both.
 */
export type NameRule = (value: string) => readonly string[];

const regexHint = (examples: string, regex: string): string =>
  `(e.g. ${examples}, regex used for validation is '${regex}')`;

/** A rule made of a pattern and a length. */
function rule(pattern: string, message: string, examples: string, most?: number, unit = 'characters'): NameRule {
  const regex = new RegExp(`^${pattern}$`);
  return value => [
    ...(most !== undefined && value.length > most ? [`must be no more than ${most} ${unit}`] : []),
    ...(regex.test(value) ? [] : [`${message} ${regexHint(examples, pattern)}`]),
  ];
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

/** Names of containers and volumes. */
export const checkDnsLabel: NameRule = rule(
  label,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  "'my-name',  or '123-abc'",
  63,
);

/** Names of most objects. */
export const checkDnsSubdomain: NameRule = rule(
  `${label}(\\.${label})*`,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  "'example.com'",
  253,
);

const checkNamePart = rule(
  qualifiedName,
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  "'MyName',  or 'my.name',  or '123-abc'",
  63,
  'bytes',
);

/** Keys of labels and annotations: an optional DNS subdomain and a slash, then a name. */
export const checkQualifiedName: NameRule = value => {
  const parts = value.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character ${regexHint("'MyName',  or 'my.name',  or '123-abc'", qualifiedName)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  return [
    ...(prefix === '' ? ['prefix part must be non-empty'] : []),
    ...(prefix ? checkDnsSubdomain(prefix).map(wrong => `prefix part ${wrong}`) : []),
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...checkNamePart(name).map(wrong => (wrong.startsWith('name part') ? wrong : `name part ${wrong}`)),
  ];
};

/** Values of labels. */
const labelValue = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';
export const checkLabelValue: NameRule = rule(
  labelValue,
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  "'MyValue',  or 'my_value',  or '12345'",
  63,
  'bytes',
);

const checkConfigKeyPattern = rule(
  '[-._a-zA-Z0-9]+',
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  "'key.name',  or 'KEY_NAME',  or 'key-name'",
  253,
);

/** Keys of a ConfigMap's data. */
export const checkConfigMapKey: NameRule = value => {
  const wrong = checkConfigKeyPattern(value);
  if (wrong.length > 0) return wrong;
  if (value === '.') return ["must not be '.'"];
  if (value === '..') return ["must not be '..'"];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
};

/** Names of environment variables. */
export const checkEnvironmentName: NameRule = value =>
  /^[ -<>-~]+$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
