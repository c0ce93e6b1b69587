import {randomUUID} from 'node:crypto';
import {toOneLine} from '@image-puller/shared/text';
import {CloudEvent, HTTP} from 'cloudevents';
import {UnavailableError} from '../outcome.ts';
import type {Announcement, Context} from '../step.ts';

/** Where announcements go, and in whose name. */
export interface PublisherOptions {
  /** `K_SINK`; without one nobody is told. */
  readonly sink: URL | undefined;
  /** The CloudEvents source, such as `/kubernetes-image-puller/check`. */
  readonly source: string;
  /** Extensions for every event, from `K_CE_OVERRIDES`; ours win. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** From the first byte sent to the last one read, in milliseconds. */
  readonly deadline?: number;
  readonly fetch?: typeof globalThis.fetch;
  readonly newId?: () => string;
  readonly now?: () => Date;
}

/** Of an answer, in bytes: what is past them is not read. */
const answerSize = 1024;

/**
 * Sends announcements to the sink as CloudEvents in binary mode, one POST each. The extensions `kind`, `namespace` and
 * `name` are those of ApiServerSource, so that Triggers filter ours like its events and a webhook finds the object.
 *
 * Rejects with an `UnavailableError` where the sink did not take the event: the step answers 503 then, and the broker
 * rings it again. There are no retries here.
 */
export function createPublisher({
  sink,
  source,
  overrides = {},
  deadline = 10_000,
  fetch = globalThis.fetch,
  newId = randomUUID,
  now = () => new Date(),
}: PublisherOptions): Context['publish'] {
  if (sink === undefined) return async () => undefined;
  return async announcement => {
    const {headers, body} = buildRequest(announcement, {id: newId(), time: now().toISOString(), source, overrides});
    const signal = AbortSignal.timeout(deadline);
    try {
      // A redirect would turn the POST into a GET, or take the event somewhere nobody configured.
      const response = await fetch(sink, {method: 'POST', headers, body, signal, redirect: 'manual'});
      const answer = await readStart(response);
      if (!response.ok) throw new Error(`${response.status} ${toOneLine(answer, 200)}`);
    } catch (error) {
      throw new UnavailableError(
        `the sink ${sink.origin} did not take ${announcement.type}: ${
          signal.aborted ? `no answer within ${deadline / 1000} s` : explain(error)
        }`,
      );
    }
  };
}

/** What differs from one event to the next, and the extensions of all. */
interface Envelope extends Required<Pick<PublisherOptions, 'source' | 'overrides'>> {
  readonly id: string;
  readonly time: string;
}

function buildRequest(
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

async function readStart({body}: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, {stream: true});
    // Leaving the loop cancels the rest.
    if (text.length >= answerSize) break;
  }
  return text.slice(0, answerSize);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return toOneLine(String(error));
  // fetch says "fetch failed"; what failed is in the cause.
  const {cause} = error;
  return toOneLine(cause instanceof Error ? cause.message || cause.name : error.message);
}
