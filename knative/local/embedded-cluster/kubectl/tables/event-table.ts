import type {Event} from 'kubernetes-types/core/v1';
import type {StoredEvent} from '../../store/index.ts';
import {age} from './format.ts';
import type {Table} from './table.ts';

/** kubernetes, pkg/printers/internalversion: printEvent. */
export const eventTable: Table<StoredEvent> = {
  columns: [
    {name: 'Last Seen'},
    {name: 'Type'},
    {name: 'Reason'},
    {name: 'Object'},
    {name: 'Subobject', wide: true},
    {name: 'Source', wide: true},
    {name: 'Message'},
    {name: 'First Seen', wide: true},
    {name: 'Count', wide: true},
    {name: 'Name', wide: true},
  ],
  cells: (event, now) => {
    const {involvedObject, series, eventTime, count = 1} = event;
    const first = age(event.firstTimestamp ?? eventTime, now);
    return [
      age(series?.lastObservedTime ?? event.lastTimestamp ?? eventTime, now),
      event.type ?? '',
      event.reason ?? '',
      `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name ?? ''}`,
      involvedObject.fieldPath ?? '',
      describeSource(event),
      (event.message ?? '').trim(),
      first,
      series?.count ?? Math.max(1, count),
      event.metadata.name,
    ];
  },
};

function describeSource({source, reportingComponent, reportingInstance}: Event): string {
  const component = source?.component || reportingComponent;
  const host = source?.host || reportingInstance;
  return [component, host].filter(part => part).join(', ');
}
