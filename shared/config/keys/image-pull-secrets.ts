import {dnsSubdomain} from '../../formats/index.ts';
import {type Key, refuse} from '../key.ts';
import {quote} from '../quote.ts';
import type {Finding, Parsed} from '../types.ts';
import {describeQuotedEntries} from '../wrapping.ts';

/** `IMAGE_PULL_SECRETS`: Secrets with which the nodes log in to registries. */
export const imagePullSecrets: Key<readonly string[]> = {
  name: 'IMAGE_PULL_SECRETS',
  default: '',
  unset: 'none',
  parse: parseSecrets,
  values: 'names of Secrets separated by `;`',
  example: 'registry-a;registry-b',
  origin: 'Go puller',
  doc: `The Secrets with which nodes log in to registries. They are in the namespace of the DaemonSet. Spaces and a \`;\` at the end do not
matter. An empty name between two others, a name that no Secret can have, and a name that is written twice are left out with a
warning.`,
};

/** The names in the order written, each once. No wrong one is an error: the others may be all that is needed. */
function parseSecrets(text: string): Parsed<readonly string[]> {
  const written = text.split(';').map(name => name.trim());
  const names = written.slice(0, written.findLastIndex(name => name !== '') + 1);
  const quoted = describeQuotedEntries(names);
  if (quoted !== undefined) return refuse(quoted, 'write it without quotes, such as registry-a;registry-b');
  const value = new Set<string>();
  const warnings: Finding[] = [];
  for (const [index, name] of names.entries()) {
    const where = `entry ${index + 1}`;
    if (name === '') warnings.push({where, wrong: 'is empty: left out', allowed: 'write one ";" between two names'});
    else if (!dnsSubdomain.matches(name)) {
      warnings.push({
        where,
        wrong: `${quote(name)} is not ${dnsSubdomain.called}: left out`,
        allowed: dnsSubdomain.allowed,
      });
    } else if (value.has(name))
      warnings.push({where, wrong: `${quote(name)} is written twice`, allowed: 'write it once'});
    else value.add(name);
  }
  return {value: [...value], warnings};
}
