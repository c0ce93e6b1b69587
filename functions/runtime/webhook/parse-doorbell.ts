import {eventTypes, findSteps, type Route, routes, type StepName} from '@image-puller/shared/events';
import {dnsLabel, dnsSubdomain} from '@image-puller/shared/formats';
import type {CloudEventV1} from 'cloudevents';
import type {Doorbell, ObjectReference} from '../../step.ts';
import type {ClientError} from '../delivery/index.ts';

/** What an event rings for, or why it rings for nothing here. */
export type ParsedDoorbell = {readonly bell: Doorbell} | {readonly clientError: ClientError};

/**
 * Takes from an event the two things that a step believes: its type, and which object rang. The object is named by the
 * extensions `kind`, `namespace` and `name`, as ApiServerSource sets them; a tick names none.
 */
export function parseDoorbell(event: CloudEventV1<unknown>, step: StepName): ParsedDoorbell {
  const {id, kind} = event;
  const type = findType(event.type);
  const found = findSteps({type: event.type, kind: typeof kind === 'string' ? kind : undefined});
  if (type === undefined || !found.includes(step)) return {clientError: {status: 415, reason: describeRoutes(step)}};
  if (type === eventTypes.tick) return {bell: {id, type}};
  // ApiServerSource and our own functions always send data: an event that lost its body was cut off on its way.
  if (event.data === undefined || event.data === null)
    return refuse(`a ${type} comes with data, and this one has none`);
  const object = parseObject(event);
  if (object === undefined) {
    return refuse(`a ${type} names its object in the extensions kind (ConfigMap, DaemonSet), namespace and name`);
  }
  return {bell: {id, type, object}};
}

const findType = (type: string): Route['type'] | undefined => routes.find(route => route.type === type)?.type;

/** Only names that Kubernetes has: what goes into paths and logs is known to be harmless. */
function parseObject({kind, namespace, name}: CloudEventV1<unknown>): ObjectReference | undefined {
  if (kind !== 'ConfigMap' && kind !== 'DaemonSet') return undefined;
  if (typeof namespace !== 'string' || !dnsLabel.matches(namespace)) return undefined;
  if (typeof name !== 'string' || !dnsSubdomain.matches(name)) return undefined;
  return {kind, namespace, name};
}

/** The type that came is left out: in structured mode it is a part of the body. */
function describeRoutes(step: StepName): string {
  const types = routes
    .filter(route => route.step === step)
    .map(({type, kind}) => (kind === undefined ? type : `${type} of kind ${kind}`));
  return `${step} takes no such event: it takes ${types.join(', ')}`;
}

const refuse = (reason: string): ParsedDoorbell => ({clientError: {status: 400, reason}});
