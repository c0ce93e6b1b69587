import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {request} from 'node:http';
import {text} from 'node:stream/consumers';

/** A request as it is sent, and as it was recorded. */
export interface SentRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What came back. */
export interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends a request exactly as it says, without headers of its own beside Host. */
export async function send(
  port: number,
  {method = 'POST', url = '/', headers = {}, body}: SentRequest,
): Promise<Reply> {
  const sent = request({host: '127.0.0.1', port, method, path: url, headers: {...headers}, agent: false});
  sent.end(body);
  const [response] = await once(sent, 'response');
  // What is refused early is still on its way when the test, and with it the server, ends.
  sent.on('error', () => undefined);
  return {status: response.statusCode, headers: response.headers, body: await text(response)};
}

/** The requests that the real adapters of Knative sent, by what had happened. */
export function readRecorded(
  file: 'apiserversource-reference' | 'apiserversource-resource' | 'pingsource',
): Readonly<Record<string, Required<SentRequest>>> {
  const path = new URL(`../../fixtures/events/${file}.json`, import.meta.url);
  const {requests}: {requests: Record<string, Required<SentRequest>>} = JSON.parse(readFileSync(path, 'utf8'));
  return requests;
}

/** An event as ApiServerSource sends it, about one object. */
export function buildEvent(changes: SentRequest & {readonly without?: readonly string[]} = {}): Required<SentRequest> {
  const {without = [], ...request} = changes;
  const headers = {
    'ce-id': 'an-id',
    'ce-source': 'https://10.0.0.1:443',
    'ce-specversion': '1.0',
    'ce-type': 'dev.knative.apiserver.ref.update',
    'ce-kind': 'ConfigMap',
    'ce-namespace': 'images',
    'ce-name': 'k8s-image-puller',
    'content-type': 'application/json',
    ...request.headers,
  };
  return {
    method: 'POST',
    url: '/',
    body: '{}',
    ...request,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !without.includes(name))),
  };
}

/** The same event in structured mode, with attributes changed; undefined takes one out. */
export function buildStructured(attributes: Readonly<Record<string, unknown>> = {}): Required<SentRequest> {
  const event = {
    id: 'an-id',
    source: 'https://10.0.0.1:443',
    specversion: '1.0',
    type: 'dev.knative.apiserver.ref.update',
    kind: 'ConfigMap',
    namespace: 'images',
    name: 'k8s-image-puller',
    datacontenttype: 'application/json',
    data: {},
    ...attributes,
  };
  return {
    method: 'POST',
    url: '/',
    headers: {'content-type': 'application/cloudevents+json'},
    body: JSON.stringify(event),
  };
}
