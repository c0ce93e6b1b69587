import type {ObjectMeta, OwnerReference} from 'kubernetes-types/meta/v1';
import {type Cause, forbidden, invalidValue, required, tooLong} from './cause.ts';
import {checkDnsSubdomain, checkLabelValue, checkQualifiedName, type NameRule} from './names.ts';

/** All annotations of an object together, in bytes. */
const mostAnnotationBytes = 256 * 1024;

const standardFinalizers: readonly string[] = ['foregroundDeletion', 'orphan', 'kubernetes'];

/** Checks the metadata of a whole object; names of most kinds are DNS subdomains. */
export function validateMetadata(metadata: ObjectMeta, checkName: NameRule = checkDnsSubdomain): readonly Cause[] {
  const {name = '', generateName = '', finalizers = [], ownerReferences = []} = metadata;
  return [
    ...(name === '' && generateName === '' ? [required('metadata.name', 'name or generateName is required')] : []),
    ...(name === '' ? [] : checkName(name).map(why => invalidValue('metadata.name', name, why))),
    // What is appended to it makes it end well.
    ...(name === '' && generateName !== ''
      ? checkName(`${generateName}x`).map(why => invalidValue('metadata.generateName', generateName, why))
      : []),
    ...validateLabelsAndAnnotations(metadata, 'metadata'),
    ...finalizers.flatMap((finalizer, index) => validateFinalizer(finalizer, `metadata.finalizers[${index}]`)),
    ...validateOwnerReferences(ownerReferences, 'metadata.ownerReferences'),
  ];
}

/** Labels and annotations alone: of objects, and of pod templates (whose path is `spec.template`). */
export function validateLabelsAndAnnotations({labels, annotations}: ObjectMeta, path: string): readonly Cause[] {
  return [
    ...validateLabels(labels ?? {}, `${path}.labels`),
    ...validateAnnotations(annotations ?? {}, `${path}.annotations`),
  ];
}

/** Keys and values of labels, and of node selectors. */
export function validateLabels(labels: Readonly<Record<string, string>>, field: string): readonly Cause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...checkQualifiedName(key).map(why => invalidValue(field, key, why)),
    ...checkLabelValue(value).map(why => invalidValue(field, value, why)),
  ]);
}

function validateAnnotations(annotations: Readonly<Record<string, string>>, field: string): readonly Cause[] {
  const entries = Object.entries(annotations);
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return [
    ...entries.flatMap(([key]) => checkQualifiedName(key.toLowerCase()).map(why => invalidValue(field, key, why))),
    ...(bytes > mostAnnotationBytes ? [tooLong(field, mostAnnotationBytes)] : []),
  ];
}

function validateFinalizer(finalizer: string, field: string): readonly Cause[] {
  const wrong = checkQualifiedName(finalizer);
  if (wrong.length > 0) return wrong.map(why => invalidValue(field, finalizer, why));
  if (finalizer.includes('/') || standardFinalizers.includes(finalizer)) return [];
  return [invalidValue(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

function validateOwnerReferences(references: readonly OwnerReference[], field: string): readonly Cause[] {
  const controllers = references.filter(reference => reference.controller);
  const [first, second] = controllers;
  return [
    ...references.flatMap(({apiVersion, kind, name, uid}) => [
      ...(apiVersion === '' ? [invalidValue(`${field}.apiVersion`, apiVersion, 'version must not be empty')] : []),
      ...(kind === '' ? [invalidValue(`${field}.kind`, kind, 'must not be empty')] : []),
      ...(name === '' ? [invalidValue(`${field}.name`, name, 'must not be empty')] : []),
      ...(uid === '' ? [invalidValue(`${field}.uid`, uid, 'must not be empty')] : []),
    ]),
    ...(first !== undefined && second !== undefined
      ? [
          invalidValue(
            field,
            references,
            `Only one reference can have Controller set to true. Found "true" in references for ${first.kind}/${first.name} and ${second.kind}/${second.name}`,
          ),
        ]
      : []),
  ];
}

/** What may not change about an object that is there. */
export function validateMetadataUpdate(metadata: ObjectMeta, old: ObjectMeta): readonly Cause[] {
  const had = old.finalizers ?? [];
  const added = (metadata.finalizers ?? []).filter(finalizer => !had.includes(finalizer));
  if (old.deletionTimestamp === undefined || added.length === 0) return [];
  const list = added.map(finalizer => JSON.stringify(finalizer)).join(', ');
  return [
    forbidden(
      'metadata.finalizers',
      `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`,
    ),
  ];
}
