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
    for (let retry = 0; retry <= trigger.spec.delivery.retry; retry++) {
      const status = await send(findUrl(findSubscriber(trigger)), event, stopping.signal);
      if (stopping.signal.aborted) return;
      answers.push(status);
      if (status >= 200 && status < 300) return;
      if (!isWorthARetry(status)) break;
      await wait(1000 * 2 ** retry, undefined, {signal: stopping.signal}).catch(() => undefined);
    }
    if (!stopping.signal.aborted) deadLetters.push(delivery);
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

async function send(url: string | undefined, {headers, body}: Event, signal: AbortSignal): Promise<number> {
  if (url === undefined) return 0;
  const own = Object.entries(headers).filter(([key]) => key.startsWith('ce-') || key === 'content-type');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(own.map(([key, value]) => [key, String(value)])),
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadline)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
