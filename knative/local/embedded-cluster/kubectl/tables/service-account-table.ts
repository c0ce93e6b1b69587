import type {StoredServiceAccount} from '../../store/index.ts';
import {age} from './format.ts';
import type {Table} from './table.ts';

export const serviceAccountTable: Table<StoredServiceAccount> = {
  columns: [{name: 'Name'}, {name: 'Secrets'}, {name: 'Age'}],
  cells: ({metadata, secrets = []}, now) => [metadata.name, secrets.length, age(metadata.creationTimestamp, now)],
};
