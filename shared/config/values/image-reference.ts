import {quote} from '../quote.ts';

/** The parts of an image reference, completed as every container runtime completes them. */
export interface ImageReference {
  /** Host and port of the registry; `docker.io` where none was written. */
  readonly registry: string;
  /** The path in the registry, such as `library/busybox`. */
  readonly repository: string;
  /** As written; a reference with neither tag nor digest means `latest`. */
  readonly tag: string | undefined;
  /** As written, such as `sha256:...`. With a tag as well, the digest counts. */
  readonly digest: string | undefined;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const hostName = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const registryPattern = new RegExp(`^(?:${hostName}(?:\\.${hostName})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const identifierPattern = /^[a-f0-9]{64}$/;

/**
 * The reference in the text, or in words what is wrong with it. Accepts exactly what the kubelet does, which parses it
 * with ParseNormalizedNamed of github.com/distribution/reference (v0.6.0); anything else never runs: InvalidImageName.
 */
export function parseImageReference(text: string): ImageReference | {readonly wrong: string} {
  if (text === '') return {wrong: 'is empty'};
  if (identifierPattern.test(text)) return {wrong: 'is the ID of an image, not a reference to one'};
  const {registry, rest} = splitRegistry(text);
  const at = rest.indexOf('@');
  const named = at === -1 ? rest : rest.slice(0, at);
  const digest = at === -1 ? undefined : rest.slice(at + 1);
  const colon = named.indexOf(':');
  const repository = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  const wrong = findWrong({registry, repository, tag, digest});
  return wrong === undefined ? {registry, repository, tag, digest} : {wrong};
}

/** Like splitDockerDomain there: what stands before the first `/` is a host if it looks like one. */
function splitRegistry(text: string): {readonly registry: string; readonly rest: string} {
  const slash = text.indexOf('/');
  if (slash === -1) return {registry: 'docker.io', rest: `library/${text}`};
  const first = text.slice(0, slash);
  const isHost = first === 'localhost' || /[.:A-Z]/.test(first);
  const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first;
  const rest = isHost ? text.slice(slash + 1) : text;
  return {registry, rest: registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest};
}

function findWrong({registry, repository, tag, digest}: ImageReference): string | undefined {
  // A host such as r_x.example passes as the first part of a path there, and is asked as a host all the same.
  if (!registryPattern.test(registry) && !repositoryPattern.test(registry))
    return `has no valid registry: ${quote(registry)} is no host name and port`;
  if (repository !== repository.toLowerCase()) return `has capitals in its repository ${quote(repository)}`;
  if (!repositoryPattern.test(repository)) return `has no valid repository: ${quote(repository)}`;
  if (repository.length > 255) return 'has a repository of more than 255 characters';
  if (tag !== undefined && !tagPattern.test(tag)) return `has no valid tag: ${quote(tag)}`;
  if (digest !== undefined && !digestPattern.test(digest)) return `has no valid digest: ${quote(digest)}`;
  return undefined;
}
