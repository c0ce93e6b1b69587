import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {setTimeout as wait} from 'node:timers/promises';
import type {Trigger} from '@image-puller/knative/resources';
import {matches} from './matches.ts';

/** One event on its way to one subscriber, and what came of it. */
export interface Delivery {
  /** The Trigger's name. */
  readonly trigger: string;
  /** The event's `type` attribute, and the `name` of the object that rang. */
  readonly type: string;
  readonly object: string;
  /** The subscriber's answers, in order; 0 where there was none. */
  readonly answers: readonly number[];
}

/** Stands in for Knative's Broker: it takes events, and brings each to whoever its Triggers name. */
export interface Broker {
  /** `K_SINK`. */
  readonly url: string;
  /** Every delivery that has begun, in order. */
  readonly deliveries: readonly Delivery[];
  /** Those that ended in the dead letter sink. */
  readonly deadLetters: readonly Delivery[];
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a subscriber may take, in milliseconds. */
const deadline = 150_000;

/**
 * Starts one. It does what was seen of Knative's (in-memory channel): an answer of 404, 408, 409, 429 or from 500 up is
 * tried again with the Trigger's backoff, any other 4xx and what is left after the last retry is a dead letter.
 *
 * @param triggers the very objects that an installation applies
 * @param findUrl where the Service that a Trigger names listens
 */
export async function startBroker(
  triggers: readonly Trigger[],
  findUrl: (service: string) => string | undefined,
): Promise<Broker> {
  const deliveries: Delivery[] = [];
  const deadLetters: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  const deliver = async (trigger: Trigger, event: Event) => {
    const answers: number[] = [];
    const delivery: Delivery = {
      trigger: trigger.metadata.name ?? '',
      type: event.attributes.type ?? '',
      object: event.attributes.name ?? '',
      answers,
    };
    deliveries.push(delivery);
    const {retry: retries, deadLetterSink} = trigger.spec.delivery;
    let last: Answer = {status: 0, words: ''};
    for (let retry = 0; retry <= retries; retry++) {
      last = await send(findUrl(findSubscriber(trigger)), event, stopping.signal);
      if (stopping.signal.aborted) return;
      answers.push(last.status);
      if (last.status >= 200 && last.status < 300) return;
      if (!isWorthARetry(last.status)) break;
      const pause = readBackoff(trigger.spec.delivery, retry);
      if (retry < retries) await wait(pause, undefined, {signal: stopping.signal}).catch(() => undefined);
    }
    if (stopping.signal.aborted) return;
    deadLetters.push(delivery);
    // As Knative was seen to do it; what is said there is base64.
    const why = {
      'ce-knativeerrorcode': String(last.status),
      'ce-knativeerrordata': Buffer.from(last.words).toString('base64'),
    };
    const letter = {...event, headers: {...event.headers, ...why}};
    if (deadLetterSink !== undefined && 'uri' in deadLetterSink)
      await send(deadLetterSink.uri, letter, stopping.signal);
  };

  const server = createServer(async (request, response) => {
    const event: Event = {
      headers: request.headers,
      attributes: readAttributes(request.headers),
      body: await text(request),
    };
    response.writeHead(202).end();
    for (const trigger of triggers) {
      if (!trigger.spec.filters.every(filter => matches(filter, event.attributes))) continue;
      const ended: Promise<void> = deliver(trigger, event).finally(() => underWay.delete(ended));
      underWay.add(ended);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    deliveries,
    deadLetters,
    async idle() {
      while (underWay.size > 0) await Promise.race(underWay);
    },
    async stop() {
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await Promise.all(underWay);
    },
  };
}

interface Event {
  readonly headers: IncomingHttpHeaders;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
}

const readAttributes = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([key, value]) => (key.startsWith('ce-') ? [[key.slice(3), String(value)]] : [])),
  );

const findSubscriber = ({spec: {subscriber}}: Trigger): string => ('ref' in subscriber ? subscriber.ref.name : '');

const isWorthARetry = (status: number): boolean =>
  status === 0 || status >= 500 || [404, 408, 409, 429].includes(status);

interface Answer {
  readonly status: number;
  readonly words: string;
}

/** Before the retry after that one, in milliseconds, by an ISO 8601 duration of whole seconds. */
function readBackoff({backoffPolicy, backoffDelay}: Trigger['spec']['delivery'], retry: number): number {
  const [, seconds] = /^PT(\d+)S$/.exec(backoffDelay) ?? [];
  if (seconds === undefined) throw new Error(`a duration such as PT1S was expected, not ${backoffDelay}`);
  return Number(seconds) * 1000 * (backoffPolicy === 'exponential' ? 2 ** retry : retry + 1);
}

async function send(url: string | undefined, {headers, body}: Event, signal: AbortSignal): Promise<Answer> {
  if (url === undefined) return {status: 0, words: ''};
  const own = Object.entries(headers).filter(([key]) => key.startsWith('ce-') || key === 'content-type');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(own.map(([key, value]) => [key, String(value)])),
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadline)]),
    });
    return {status: response.status, words: await response.text()};
  } catch {
    return {status: 0, words: ''};
  }
}
