import type {StoredNamespace} from '../../store/index.ts';
import {age} from './format.ts';
import type {Table} from './table.ts';

export const namespaceTable: Table<StoredNamespace> = {
  columns: [{name: 'Name'}, {name: 'Status'}, {name: 'Age'}],
  cells: ({metadata, status}, now) => [metadata.name, status?.phase ?? '', age(metadata.creationTimestamp, now)],
};
