import type {IncomingHttpHeaders} from 'node:http';
import {toOneLine} from '@image-puller/shared/text';
import {CloudEvent, HTTP, ValidationError} from 'cloudevents';
import type {ClientError} from '../delivery/index.ts';
import {readMediaType} from './read-media-type.ts';

/** A valid CloudEvent 1.0, or why the request holds none. */
export type ReadEvent = {readonly event: CloudEvent<unknown>} | {readonly clientError: ClientError};

/** Attributes without which nothing is a CloudEvent (CloudEvents 1.0, Required Attributes). */
const required = ['id', 'source', 'specversion', 'type'] as const;

/** Media types of the CloudEvents HTTP binding. */
const structured = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch';
const json = 'application/json';

/**
 * Reads one CloudEvent from a request, in binary or structured mode. Reasons never quote the body.
 *
 * `HTTP.toEvent` of the SDK parses without judging, invents a missing id, time or version, and takes `null` for data:
 * so what is required is looked for first, and the event is validated after.
 */
export function readEvent(headers: IncomingHttpHeaders, body: Buffer): ReadEvent {
  const mediaType = readMediaType(headers['content-type']);
  if ('clientError' in mediaType) return mediaType;
  const {essence} = mediaType;
  if (essence?.startsWith(batch)) return refuse('a batch is not taken: send each event in a request of its own');

  const parsed = essence === json || essence === structured ? parseJson(body) : {value: undefined};
  if (parsed === undefined) return refuse('the body is not JSON in UTF-8, and the content-type says it is');
  if (parsed.value === null) return refuse('the body is null: send an object');
  const attributes = essence === structured ? parsed.value : pickAttributes(headers);
  if (!isRecord(attributes)) return refuse('the body is no JSON object, and a structured event is one');
  const missing = required.filter(name => typeof attributes[name] !== 'string' || attributes[name] === '');
  if (missing.length === required.length) {
    return refuse(`no CloudEvent: neither ce- headers nor a body of ${structured} with ${required.join(', ')}`);
  }
  if (missing.length > 0) return refuse(`no CloudEvent: without ${missing.join(', ')}`);
  if (attributes.specversion !== '1.0') return refuse('the specversion is not 1.0, the only one taken');
  // The SDK knows content types by their exact spelling, parameters included: it gets the plain one.
  return validate({...headers, 'content-type': essence}, body.length === 0 ? undefined : body.toString('utf8'));
}

function validate(headers: IncomingHttpHeaders, body: string | undefined): ReadEvent {
  try {
    const event = HTTP.toEvent({headers, body});
    if (Array.isArray(event)) return refuse('a batch is not taken: send each event in a request of its own');
    return {event: new CloudEvent(event)};
  } catch (error) {
    return refuse(`no valid CloudEvent 1.0${error instanceof ValidationError ? describe(error) : ''}`);
  }
}

/** What the schema asks for, such as `/time must match format "date-time"`; the value that does not is left out. */
function describe({errors}: ValidationError): string {
  const wrongs = (Array.isArray(errors) ? errors : []).flatMap((wrong: unknown) =>
    isRecord(wrong) && typeof wrong.message === 'string' && typeof wrong.instancePath === 'string'
      ? [`${wrong.instancePath} ${wrong.message}`]
      : [],
  );
  return wrongs.length === 0 ? '' : `: ${toOneLine(wrongs.join(', '), 200)}`;
}

const pickAttributes = (headers: IncomingHttpHeaders): Record<string, unknown> =>
  Object.fromEntries(required.map(name => [name, headers[`ce-${name}`]]));

/** Undefined where the bytes are not JSON in UTF-8. */
function parseJson(body: Buffer): {readonly value: unknown} | undefined {
  try {
    return {value: JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(body))};
  } catch {
    return undefined;
  }
}

const refuse = (reason: string): ReadEvent => ({clientError: {status: 400, reason}});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
