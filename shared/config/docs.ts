import type {Key} from './key.ts';

const introduction = `# Configuration

<!-- Written from the declarations in shared/config/keys. Change those, then run: npm run docs -w test -->

A puller is configured by a ConfigMap with the label \`kubernetes-image-puller/config: "true"\`. All values are strings. A value that is unset,
empty or only white space means the default; white space around a value never matters.

Everything that is wrong is told at once, with its key and place, by \`kubectl describe configmap\`. What does no harm is a *warning*, and the
rest applies: one bad entry never blocks the good ones. What leaves no valid DaemonSet *rejects* the configuration as a whole: what runs
stays exactly as it is. A default never does that: where you write only one of a request and its limit, the default of the other gives
way. A key that looks like one of these mistyped is a warning; other keys are ignored.
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
