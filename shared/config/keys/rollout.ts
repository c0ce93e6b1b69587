import {accept, type Key, refuse, replace} from '../key.ts';
import {quote} from '../quote.ts';
import type {Parsed, RefreshPolicy} from '../types.ts';
import {describeQuotes} from '../wrapping.ts';

const policies: readonly RefreshPolicy[] = ['digest', 'always', 'never'];
const defaultPolicy: RefreshPolicy = 'digest';
/** The most an int32 holds, as which Kubernetes reads a number of nodes. */
const mostNodes = 2 ** 31 - 1;

/** `REFRESH_POLICY`: what makes a refresh roll the pods. */
export const refreshPolicy: Key<RefreshPolicy> = {
  name: 'REFRESH_POLICY',
  default: defaultPolicy,
  parse: parsePolicy,
  values: policies.map(policy => `\`${policy}\``).join(', '),
  example: 'always',
  origin: 'new',
  doc: `When a refresh replaces the pods, so that each node asks the registry for its images again. \`digest\`: when a tag means another image
now; a scout on one node asks for it, after each \`CACHING_INTERVAL_HOURS\`. \`always\`: after each \`CACHING_INTERVAL_HOURS\`. \`never\`:
not at all. For any other value there is a warning, and \`${defaultPolicy}\` is used. Capital letters do not matter.`,
};

/** `ROLLOUT_MAX_NODES`: how many nodes pull at the same time. */
export const rolloutMaxNodes: Key<number | string> = {
  name: 'ROLLOUT_MAX_NODES',
  default: '50',
  parse: parseNodes,
  values: 'a number of nodes, or a percentage from `1%` to `100%`',
  example: '10%',
  origin: 'new',
  doc: `The highest number of nodes that start a new pod, and so ask the registry, at the same time. Any other value, also 0 and 0%,
rejects the configuration: with 0 no rollout could begin, and no other number is safe to guess.`,
};

function parsePolicy(text: string): Parsed<RefreshPolicy> {
  const written = text.trim().toLowerCase();
  const policy = policies.find(candidate => candidate === written);
  if (policy === undefined) {
    const quotes = describeQuotes(text.trim());
    if (quotes !== undefined) return refuse(`${quote(text.trim())} ${quotes}`, `write ${policies.join(', ')}`);
    return replace(
      defaultPolicy,
      `${quote(text.trim())} is not known: ${defaultPolicy} is used`,
      `write ${policies.join(', ')}`,
    );
  }
  return accept(policy);
}

function parseNodes(written: string): Parsed<number | string> {
  const text = written.trim();
  const [, digits, sign] = /^0*([0-9]{1,10})(%?)$/.exec(text) ?? [];
  const nodes = Number(digits);
  if (nodes >= 1 && nodes <= (sign === '%' ? 100 : mostNodes)) return accept(sign === '%' ? `${nodes}%` : nodes);
  const wrong = nodes === 0 ? 'means that no rollout could start' : 'is no number or percentage of nodes';
  return refuse(`${quote(text)} ${wrong}`, 'write a whole number from 1, or a percentage from 1% to 100%');
}
