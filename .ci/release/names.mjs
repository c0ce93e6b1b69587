/** A host with a port or without, as OCI's distribution specification and RFC 1123 have them. */
const hostPattern =
  /^(?:localhost|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+|(?=.*:)[a-z0-9-]+)(?::\d+)?$/;

/** A part of a repository's name, by the OCI distribution specification 1.1. */
const partPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/**
 * Chooses the registry, and the path in it, that a release goes to: the one of the repository's own host, under the names of
 * its owner and itself in small letters, since OCI knows no capitals; or another that a variable of the repository names.
 *
 * GitHub's is ghcr.io. GitHub Enterprise has its own, on a subdomain of the server.
 *
 * @param {{server: string, repository: string, variable: string}} where - such as https://github.com, Owner/Name, and
 *   quay.io/you, or nothing
 * @returns {{registry: string, host: string, login: 'token' | 'secrets'} | {problem: string}} `login` says by what: the
 *   workflow's own token, or the secrets that belong to the variable
 */
export function nameRegistry({server, repository, variable}) {
  if (variable !== '') {
    const problem = findProblem(variable);
    if (problem !== undefined) return {problem: `variable RELEASE_REGISTRY, ${JSON.stringify(variable)}: ${problem}`};
    return {registry: variable, host: variable.split('/')[0], login: 'secrets'};
  }
  if (!URL.canParse(server) || new URL(server).host === '' || !/^[^/]+\/[^/]+$/.test(repository))
    return {
      problem: `this is no workflow of a repository: GITHUB_SERVER_URL is ${JSON.stringify(server)}, GITHUB_REPOSITORY ${JSON.stringify(repository)}`,
    };
  const {host: serverHost} = new URL(server);
  const host = serverHost === 'github.com' ? 'ghcr.io' : `containers.${serverHost}`;
  const registry = `${host}/${repository.toLowerCase()}`;
  const problem = findProblem(registry);
  if (problem === undefined) return {registry, host, login: 'token'};
  return {
    problem: `repository ${JSON.stringify(repository)} can't give images their name, ${problem}: set the variable RELEASE_REGISTRY`,
  };
}

/** What is wrong with a registry and a path; undefined where images can be called so. */
export function findProblem(name) {
  const [host, ...parts] = name.split('/');
  if (!hostPattern.test(host))
    return `${JSON.stringify(host)} is no registry: write one with a path, such as quay.io/you`;
  const wrong = parts.find(part => !partPattern.test(part));
  if (wrong === undefined) return undefined;
  return `${JSON.stringify(wrong)} is no part of a name: write small letters and digits, with single . or _ or - between them`;
}
