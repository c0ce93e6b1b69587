import type {Node} from 'kubernetes-types/core/v1';
import type {StoredNode} from '../../store/index.ts';
import {age, none, unknown} from './format.ts';
import type {Table} from './table.ts';

/** kubernetes, pkg/printers/internalversion: printNode. */
export const nodeTable: Table<StoredNode> = {
  columns: [
    {name: 'Name'},
    {name: 'Status'},
    {name: 'Roles'},
    {name: 'Age'},
    {name: 'Version'},
    {name: 'Internal-IP', wide: true},
    {name: 'External-IP', wide: true},
    {name: 'OS-Image', wide: true},
    {name: 'Kernel-Version', wide: true},
    {name: 'Container-Runtime', wide: true},
  ],
  cells: (node, now) => {
    const info = node.status?.nodeInfo;
    return [
      node.metadata.name,
      describeStatus(node),
      describeRoles(node.metadata.labels ?? {}),
      age(node.metadata.creationTimestamp, now),
      info?.kubeletVersion ?? '',
      findAddress(node, 'InternalIP'),
      findAddress(node, 'ExternalIP'),
      info?.osImage || unknown,
      info?.kernelVersion ? `${info.kernelVersion} (${info.architecture})` : unknown,
      info?.containerRuntimeVersion || unknown,
    ];
  },
};

function describeStatus({spec, status}: Node): string {
  const ready = (status?.conditions ?? []).find(({type}) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

function describeRoles(labels: Readonly<Record<string, string>>): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(prefix) && key.length > prefix.length) return [key.slice(prefix.length)];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return roles.toSorted().join(',') || none;
}

function findAddress({status}: Node, type: string): string {
  return (status?.addresses ?? []).find(address => address.type === type)?.address ?? none;
}
