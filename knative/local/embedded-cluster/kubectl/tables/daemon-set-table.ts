import type {StoredDaemonSet} from '../../store/index.ts';
import {age, formatPairs, formatSelector} from './format.ts';
import type {Table} from './table.ts';

export const daemonSetTable: Table<StoredDaemonSet> = {
  columns: [
    {name: 'Name'},
    {name: 'Desired', type: 'integer'},
    {name: 'Current', type: 'integer'},
    {name: 'Ready', type: 'integer'},
    {name: 'Up-to-date', type: 'integer'},
    {name: 'Available', type: 'integer'},
    {name: 'Node Selector'},
    {name: 'Age'},
    {name: 'Containers', wide: true},
    {name: 'Images', wide: true},
    {name: 'Selector', wide: true},
  ],
  cells: ({metadata, spec, status}, now) => {
    const {containers = [], nodeSelector} = spec?.template.spec ?? {};
    return [
      metadata.name,
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      formatPairs(nodeSelector),
      age(metadata.creationTimestamp, now),
      containers.map(container => container.name).join(','),
      containers.map(container => container.image).join(','),
      formatSelector(spec?.selector),
    ];
  },
};
