import {upgrade as rights, wayBack} from '../upgrade/procedure.ts';

/**
 * From a release of the Go puller's chart to one of ours, as commands for a shell whose kubectl and helm have its
 * namespace, and in whose directory the chart is at knative/helm. Names are those of its chart. The order is that of the
 * keys.
 */
export const upgrade = {
  /** From here on it can neither refresh nor, at its end, delete: whatever it asks is refused. */
  takeRights: rights.takeRights,
  /** A refresh may have been under way. */
  untilAtRest: rights.untilAtRest,
  /** The old pod ends without the rights that the new one's account gets. */
  upgrade:
    'helm upgrade kubernetes-image-puller knative/helm --reset-then-reuse-values --set serviceAccount.name=image-puller',
  untilAdopted: rights.untilAdopted,
  untilRolled: rights.untilRolled,
} as const;

/** And back. The Go puller deletes and creates at its start, as it always does. */
export const back = {
  unlabel: wayBack.unlabel,
  untilReleased: wayBack.untilReleased,
  rollback: 'helm rollback kubernetes-image-puller 1',
} as const;
