import type {Kind} from '../../store/index.ts';
import {configMapTable} from './config-map-table.ts';
import {daemonSetTable} from './daemon-set-table.ts';
import {eventTable} from './event-table.ts';
import {namespaceTable} from './namespace-table.ts';
import {nodeTable} from './node-table.ts';
import {podTable} from './pod-table.ts';
import {priorityClassTable} from './priority-class-table.ts';
import {serviceAccountTable} from './service-account-table.ts';
import type {Table} from './table.ts';

/** What `kubectl get` prints of each kind. */
export const tables: Readonly<Record<Kind, Table>> = {
  ConfigMap: configMapTable,
  DaemonSet: daemonSetTable,
  Event: eventTable,
  Namespace: namespaceTable,
  Node: nodeTable,
  Pod: podTable,
  PriorityClass: priorityClassTable,
  ServiceAccount: serviceAccountTable,
};
