import type {Event} from 'kubernetes-types/core/v1';
import {event} from '../schema/index.ts';
import type {StoredEvent} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {type Cause, invalidValue, required, validateMetadata, validateMetadataUpdate} from './validation/index.ts';

export const events: Resource<StoredEvent> = {
  kind: 'Event',
  schema: event,
  hasStatus: false,
  selectable: [
    {field: 'involvedObject.kind'},
    {field: 'involvedObject.namespace'},
    {field: 'involvedObject.name'},
    {field: 'involvedObject.uid'},
    {field: 'involvedObject.apiVersion'},
    {field: 'involvedObject.resourceVersion'},
    {field: 'involvedObject.fieldPath'},
    {field: 'reason'},
    {field: 'reportingComponent'},
    {field: 'source', path: 'source.component'},
    {field: 'type'},
  ],
  complete: object => object,
  prepareCreate: object => object,
  prepareUpdate: object => object,
  validate: object => [
    ...validateNamespace(object.metadata.namespace ?? '', object.involvedObject),
    ...(object.eventTime ? validateNewStyle(object) : []),
    ...validateMetadata(object.metadata),
  ],
  validateUpdate: (object, old) => validateMetadataUpdate(object.metadata, old.metadata),
  warn: () => [],
};

/** Events of objects without a namespace are in `default`. */
function validateNamespace(namespace: string, {namespace: involved = ''}: Event['involvedObject']): readonly Cause[] {
  const right = involved === '' ? namespace === 'default' || namespace === 'kube-system' : involved === namespace;
  return right ? [] : [invalidValue('involvedObject.namespace', involved, 'does not match event.namespace')];
}

/** An Event with `eventTime` is of the newer kind, which asks for more. */
function validateNewStyle({reportingComponent, reportingInstance, action, reason, type}: Event): readonly Cause[] {
  return [
    ...(reportingComponent ? [] : [required('reportingComponent')]),
    ...(reportingInstance ? [] : [required('reportingInstance')]),
    ...(action ? [] : [required('action')]),
    ...(reason ? [] : [required('reason')]),
    ...(type === 'Normal' || type === 'Warning' ? [] : [invalidValue('type', type ?? '', 'has invalid value: ')]),
  ];
}
