import type {StoredConfigMap} from '../../store/index.ts';
import {age} from './format.ts';
import type {Table} from './table.ts';

export const configMapTable: Table<StoredConfigMap> = {
  columns: [{name: 'Name'}, {name: 'Data'}, {name: 'Age'}],
  cells: ({metadata, data = {}, binaryData = {}}, now) => [
    metadata.name,
    Object.keys(data).length + Object.keys(binaryData).length,
    age(metadata.creationTimestamp, now),
  ],
};
