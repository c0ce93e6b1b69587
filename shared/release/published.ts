/**
 * The registry, and the path in it, that this release's images and chart have. This line alone says so: manifests, chart
 * and functions follow it (`npm run render -w knative`), and the release workflow writes it for the registry that it pushes to.
 *
 * As long as nothing is published it is a name that nobody can ever have: RFC 2606 reserves `.invalid` for names that do not exist.
 */
export const registry: string = 'unpublished.invalid';

/** What the tags of this release are, `@sha256:` and 64 digits, for artefacts to name these very images; empty before they are pushed. */
export const digests: {readonly functions: string; readonly sleep: string} = {
  functions: '',
  sleep: '',
};
