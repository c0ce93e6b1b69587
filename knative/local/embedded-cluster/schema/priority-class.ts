import {objectMeta} from './meta.ts';
import {always, boolean, integer, string, struct, withDefault} from './notation.ts';

// PriorityClass, scheduling.k8s.io/v1. Its own fields are at the top: it has no spec.

export const priorityClass = struct({
  metadata: always(objectMeta),
  value: always(integer),
  globalDefault: boolean,
  description: string,
  preemptionPolicy: withDefault(string, 'PreemptLowerPriority'),
});
