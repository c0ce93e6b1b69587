import {objectMeta} from './meta.ts';
import {always, list, string, struct, time, withDefault} from './notation.ts';

// Namespace, v1.

const namespaceSpec = struct({finalizers: list(string)});
const namespaceCondition = struct({
  type: always(string),
  status: always(string),
  lastTransitionTime: always(time),
  reason: string,
  message: string,
});
const namespaceStatus = struct({
  phase: withDefault(string, 'Active'),
  conditions: list(namespaceCondition, {mergeKey: 'type'}),
});
export const namespace = struct({
  metadata: always(objectMeta),
  spec: always(namespaceSpec),
  status: always(namespaceStatus),
});
