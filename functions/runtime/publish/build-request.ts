import type {Announcement} from '@image-puller/shared/events';
import {CloudEvent, HTTP} from 'cloudevents';

/** What differs from one event to the next, and the extensions of all. */
export interface Envelope {
  readonly id: string;
  readonly time: string;
  /** The CloudEvents source, such as `/kubernetes-image-puller/check`. */
  readonly source: string;
  /** Extensions for every event, from `K_CE_OVERRIDES`; ours win. */
  readonly overrides: Readonly<Record<string, string>>;
}

/**
 * A CloudEvent in binary mode. The extensions `kind`, `namespace` and `name` are those of ApiServerSource, so that Triggers
 * filter ours like its events and a webhook finds the object.
 */
export function buildRequest(
  {type, puller: {namespace, name}, data = {}}: Announcement,
  {id, time, source, overrides}: Envelope,
): {readonly headers: Record<string, string>; readonly body: string} {
  const event = new CloudEvent({
    ...overrides,
    id,
    time,
    source,
    type,
    subject: `/apis/v1/namespaces/${namespace}/configmaps/${name}`,
    kind: 'ConfigMap',
    namespace,
    name,
    datacontenttype: 'application/json',
    data,
  });
  const headers = Object.entries(HTTP.binary(event).headers).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, key.startsWith('ce-') ? encodeHeader(String(value)) : String(value)]],
  );
  return {headers: Object.fromEntries(headers), body: JSON.stringify(data)};
}

/** Percent-encoding of what a header can't hold (CloudEvents HTTP binding 1.0, 3.1.3.2). */
const encodeHeader = (value: string): string =>
  value.toWellFormed().replaceAll(/[^\x21-\x7e]|["%]/gu, character => encodeURIComponent(character));
