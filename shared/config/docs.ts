import type {Key} from './key.ts';

const introduction = `# Configuration

<!-- Written from the declarations in shared/config/keys. Change those, then run: npm run docs -w test -->

A ConfigMap with the label \`kubernetes-image-puller/config: "true"\` configures a puller. All values are strings. A value that is unset,
empty or only white space means the default. White space around a value does not matter.

\`kubectl describe configmap NAME\` shows every mistake, with its key and its place:

- A **warning** is about a part that is left out or replaced. All the rest applies: one bad entry never blocks the good ones.
- A **rejected** configuration changes nothing: the DaemonSet stays as it is until the mistake is fixed. This happens only if no valid
  DaemonSet could be made.

A default never rejects your configuration: if you write only a request or only its limit, the default of the other one adapts.
A value in quotes of its own (\`'"a=b"'\`) rejects the configuration, for every key. So does one that begins with the sign of a YAML block.
There is a warning for a key that looks like a mistyped one of these. Other keys are ignored.
`;

/** docs/configuration.md: a table of all keys, then a section for each, in the order given. */
export function describeKeys(keys: readonly Key<unknown>[]): string {
  const rows = keys.map(
    key => `| [\`${key.name}\`](#${key.name.toLowerCase()}) | ${key.values} | ${describeDefault(key)} |`,
  );
  const table = ['| key | values | default |', '| --- | --- | --- |', ...rows].join('\n');
  return [introduction, `${table}\n`, ...keys.map(describeKey)].join('\n');
}

function describeKey(key: Key<unknown>): string {
  const origin = key.origin === 'new' ? '\n\nNew: the Go puller ignores it.' : '';
  const doc = key.doc.replaceAll('\n', ' ');
  return `## ${key.name}\n\n${doc}${origin}\n\n\`\`\`yaml\n${key.name}: ${quoteYaml(key.example)}\n\`\`\`\n`;
}

function describeDefault({default: text, unset}: Key<unknown>): string {
  return unset ?? `\`${text}\``;
}

/** In single quotes any text is a string to YAML: `1` and `{}` would be none without. */
function quoteYaml(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
