import {type Route, routes, type StepName} from '@image-puller/shared/events';
import {brokerName} from '@image-puller/shared/names';
import {buildDelivery, retries} from './delivery.ts';
import type {Filter, Trigger} from './kinds/index.ts';
import {buildMetadata} from './metadata.ts';
import {nameOf} from './names.ts';
import type {InstallOptions} from './options.ts';

/** Sends a step the events that wake it, as the routing says (see `routes` in shared/events). */
export function buildTrigger(step: StepName, options: InstallOptions): Trigger {
  return {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: buildMetadata(nameOf(step), step, options),
    spec: {
      broker: brokerName,
      filters: [{any: buildFilters(step)}],
      subscriber: {ref: {apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: nameOf(step)}},
      delivery: buildDelivery(retries[step], options),
    },
  };
}

function buildFilters(step: StepName): readonly [Filter, ...Filter[]] {
  const [first, ...others] = routes.filter(route => route.step === step).map(buildFilter);
  // An empty `any` is invalid, and no filter at all would let every event through.
  if (first === undefined) throw new Error(`no event wakes ${step}: shared/events has no route for it`);
  return [first, ...others];
}

function buildFilter({type, kind}: Route): Filter {
  return {exact: kind === undefined ? {type} : {type, kind}};
}
