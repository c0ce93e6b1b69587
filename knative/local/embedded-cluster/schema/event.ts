import {objectMeta, objectReference} from './meta.ts';
import {always, integer, microTime, string, struct, time} from './notation.ts';

// Event, v1.

const eventSource = struct({component: string, host: string});
const eventSeries = struct({count: integer, lastObservedTime: always(microTime)});
export const event = struct({
  metadata: always(objectMeta),
  involvedObject: always(objectReference),
  reason: string,
  message: string,
  source: always(eventSource),
  firstTimestamp: always(time),
  lastTimestamp: always(time),
  count: integer,
  type: string,
  eventTime: always(microTime),
  series: eventSeries,
  action: string,
  related: objectReference,
  reportingComponent: always(string),
  reportingInstance: always(string),
});
