import type {StoredPriorityClass} from '../../store/index.ts';
import {age} from './format.ts';
import type {Table} from './table.ts';

export const priorityClassTable: Table<StoredPriorityClass> = {
  columns: [
    {name: 'Name'},
    {name: 'Value', type: 'integer'},
    {name: 'Global-Default'},
    {name: 'Age'},
    {name: 'PreemptionPolicy'},
  ],
  cells: ({metadata, value, globalDefault = false, preemptionPolicy = ''}, now) => [
    metadata.name,
    value,
    `${globalDefault}`,
    age(metadata.creationTimestamp, now),
    preemptionPolicy,
  ],
};
