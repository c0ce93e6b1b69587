import {meansTheSame} from '../schema/index.ts';
import type {Kind} from '../store/index.ts';
import {configMaps} from './config-maps.ts';
import {daemonSets} from './daemon-sets.ts';
import {events} from './events.ts';
import {namespaces} from './namespaces.ts';
import {nodes} from './nodes.ts';
import {pods} from './pods.ts';
import {priorityClasses} from './priority-classes.ts';
import type {Resource} from './resource.ts';
import {serviceAccounts} from './service-accounts.ts';

export {assessQosClass} from './pod-qos.ts';
export type {Resource} from './resource.ts';

/** What is served, in the order of discovery. */
export const resources: readonly Resource[] = [
  configMaps,
  events,
  namespaces,
  nodes,
  pods,
  serviceAccounts,
  daemonSets,
  priorityClasses,
];

/** The resource of a kind. */
function resourceOf(kind: Kind): Resource {
  const found = resources.find(resource => resource.kind === kind);
  if (found === undefined) throw new Error(`no resource serves the kind ${kind}; add it to resources/index.ts`);
  return found;
}

/** Whether two specs of a kind mean the same. That a pod is bound to a node is no change of what was asked for. */
export function isSameSpec(kind: Kind, a: unknown, b: unknown): boolean {
  const [left, right] = kind === 'Pod' ? [withoutNode(a), withoutNode(b)] : [a, b];
  return meansTheSame(resourceOf(kind).schema.fields.spec, left, right);
}

const withoutNode = (spec: unknown): unknown => Object.assign({}, spec, {nodeName: undefined});
