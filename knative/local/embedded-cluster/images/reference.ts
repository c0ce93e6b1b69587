/** An image reference, taken apart and completed as containerd does. */
export interface Reference {
  /** Registry host, with its port. `docker.io` where none is written. */
  readonly host: string;
  /** The path on that host: `library/busybox` for `busybox`. */
  readonly path: string;
  /** `latest` where neither tag nor digest is written; undefined where only a digest is. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

// The grammar of github.com/distribution/reference, without its length limits.
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?';
const grammar = new RegExp(
  `^(?:(?<host>${host})/)?(?<path>${component}(?:/${component})*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>[a-z0-9]+:[a-f0-9]{32,}))?$`,
);

/** Takes a reference apart; undefined where it is none. A first part without dot, colon or `localhost` is no host. */
export function parseReference(text: string): Reference | undefined {
  const [first = ''] = text.split('/', 1);
  const named = text.includes('/') && (/[.:[]/.test(first) || first === 'localhost' || /[A-Z]/.test(first));
  const groups = grammar.exec(named ? text : `docker.io/${text}`)?.groups;
  if (groups?.host === undefined || groups.path === undefined) return undefined;
  const short = groups.host === 'docker.io' && !groups.path.includes('/');
  return {
    host: groups.host,
    path: short ? `library/${groups.path}` : groups.path,
    tag: groups.tag ?? (groups.digest === undefined ? 'latest' : undefined),
    digest: groups.digest,
  };
}

/** `host/path`, the repository. */
export function formatRepository(reference: Reference): string {
  return `${reference.host}/${reference.path}`;
}

/** The full name: with host, and with the tag or digest that it means. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  return `${formatRepository(reference)}${tag}${reference.digest === undefined ? '' : `@${reference.digest}`}`;
}
