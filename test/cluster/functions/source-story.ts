import type {Verb} from '@image-puller/knative/resources';

/** What the account of the source has to be able to do. */
interface SourceNeed {
  readonly fn: 'source';
  readonly verb: Verb;
  readonly resource: 'configmaps' | 'daemonsets';
  /** Why no test takes it away; tested where there is none. */
  readonly untested?: string;
}

/** The stand-in for Knative's adapter lists and watches. */
const adapterAlone = "asked for by Knative's own adapter alone, which does not run here";

/** One for each right that is granted to the source. */
export const sourceNeeds: readonly SourceNeed[] = (['configmaps', 'daemonsets'] as const).flatMap(
  (resource): SourceNeed[] => [
    {fn: 'source', verb: 'get', resource, untested: adapterAlone},
    {fn: 'source', verb: 'list', resource},
    {fn: 'source', verb: 'watch', resource},
  ],
);
