import {always, boolean, integer, json, keepsZero, list, map, nonzero, string, struct, time} from './notation.ts';

// What all objects share: metadata, selectors, references.

const ownerReference = struct({
  apiVersion: always(string),
  kind: always(string),
  name: always(string),
  uid: always(string),
  controller: keepsZero(boolean),
  blockOwnerDeletion: keepsZero(boolean),
});
export const objectMeta = struct({
  name: string,
  generateName: string,
  namespace: string,
  selfLink: string,
  uid: string,
  resourceVersion: string,
  generation: integer,
  creationTimestamp: nonzero(time),
  deletionTimestamp: time,
  deletionGracePeriodSeconds: keepsZero(integer),
  labels: map(string),
  annotations: map(string),
  ownerReferences: list(ownerReference, {mergeKey: 'uid'}),
  finalizers: list(string, {merge: true}),
  // Nobody is told who owns a field: what a client says of it is dropped.
  managedFields: json,
});
export const objectReference = struct({
  kind: string,
  namespace: string,
  name: string,
  uid: string,
  apiVersion: string,
  resourceVersion: string,
  fieldPath: string,
});
export const localObjectReference = struct({name: string});
const labelSelectorRequirement = struct({
  key: always(string),
  operator: always(string),
  values: list(string),
});
export const labelSelector = struct({
  matchLabels: map(string),
  matchExpressions: list(labelSelectorRequirement),
});
