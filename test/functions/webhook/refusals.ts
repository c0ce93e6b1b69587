import {gzipSync} from 'node:zlib';
import {buildEvent, buildStructured, type SentRequest} from './requests.ts';

/** A request that is no event for apply, and what it is answered. */
export interface BadRequest {
  readonly request: SentRequest;
  readonly status: number;
  /** The whole line, without its end. */
  readonly line: string;
}

/** Stands in every bad body below: it must be neither in the answer nor in the log. */
export const secret = 'a-secret-of-the-body';

const notJson = 'the body is not JSON in UTF-8, and the content-type says it is';
const noObject =
  'a dev.knative.apiserver.ref.update names its object in the extensions kind (ConfigMap, DaemonSet), namespace and name';
const notForApply =
  'apply takes no such event: it takes dev.knative.apiserver.ref.add of kind ConfigMap, ' +
  'dev.knative.apiserver.ref.update of kind ConfigMap, dev.knative.apiserver.ref.update of kind DaemonSet, ' +
  'dev.knative.apiserver.ref.delete of kind DaemonSet, kubernetes-image-puller.daemonset.drifted, ' +
  'kubernetes-image-puller.image.isolate, ' +
  'kubernetes-image-puller.image.moved';
const tooLarge = 'the body is larger than 65536 bytes, and an event here is under 1024';
const compressed = 'compressed bodies are not taken: send the event without content-encoding';
const batch = 'a batch is not taken: send each event in a request of its own';
const noEvent =
  'no CloudEvent: neither ce- headers nor a body of application/cloudevents+json with id, source, specversion, type';

const bad = (status: number, line: string, request: SentRequest): BadRequest => ({request, status, line});
const json = {'content-type': 'application/json'};
const structured = {'content-type': 'application/cloudevents+json'};
const big = Buffer.alloc(10 * 1024 * 1024, secret);

/** Everything that gets a 4xx, by what is wrong with it. */
export const badRequests: Readonly<Record<string, BadRequest>> = {
  'malformed JSON': bad(400, notJson, buildEvent({body: `{"${secret}": `})),
  'malformed JSON, structured': bad(400, notJson, {headers: structured, body: `{"id": "${secret}`}),
  'malformed JSON without ce- headers': bad(400, notJson, {headers: json, body: `{"${secret}": `}),
  'bytes that are no UTF-8': bad(400, notJson, buildEvent({body: Buffer.from([0x22, 0xff, 0x22])})),
  'bad gzip': bad(415, compressed, buildEvent({headers: {'content-encoding': 'gzip'}, body: secret})),
  'good gzip': bad(415, compressed, buildEvent({headers: {'content-encoding': 'gzip'}, body: gzipSync('{}')})),
  'a gzip bomb': bad(415, compressed, buildEvent({headers: {'content-encoding': 'GZIP'}, body: gzipSync(big)})),
  'an unknown charset': bad(
    415,
    'the charset is not utf-8, the only one taken',
    buildEvent({headers: {'content-type': 'application/json; charset=klingon'}, body: `"${secret}"`}),
  ),
  'a content type that is none': bad(
    415,
    'the content-type is not a media type: write one such as application/json',
    buildEvent({headers: {'content-type': secret}}),
  ),
  null: bad(400, 'the body is null: send an object', buildEvent({body: 'null'})),
  'null, structured': bad(400, 'the body is null: send an object', {headers: structured, body: 'null'}),
  'null without ce- headers': bad(400, 'the body is null: send an object', {headers: json, body: 'null'}),
  'no body': bad(400, notJson, buildEvent({body: ''})),
  'no body and no content type': bad(
    400,
    'a dev.knative.apiserver.ref.update comes with data, and this one has none',
    buildEvent({body: '', without: ['content-type']}),
  ),
  'nothing at all': bad(400, noEvent, {}),
  'no ce- headers': bad(400, noEvent, {headers: json, body: `{"a":"${secret}"}`}),
  text: bad(400, noEvent, {headers: {'content-type': 'text/plain'}, body: secret}),
  'a form': bad(400, noEvent, {headers: {'content-type': 'application/x-www-form-urlencoded'}, body: `a=${secret}`}),
  'no id': bad(400, 'no CloudEvent: without id', buildEvent({without: ['ce-id']})),
  'no type and no source': bad(
    400,
    'no CloudEvent: without source, type',
    buildEvent({without: ['ce-source', 'ce-type']}),
  ),
  'no id, structured': bad(400, 'no CloudEvent: without id', buildStructured({id: undefined})),
  'a type that is no string': bad(400, 'no CloudEvent: without type', buildStructured({type: {a: secret}})),
  'another specversion': bad(
    400,
    'the specversion is not 1.0, the only one taken',
    buildEvent({headers: {'ce-specversion': '0.3'}}),
  ),
  'a subject that is no string': bad(
    400,
    'no valid CloudEvent 1.0: /subject must be string,null',
    buildStructured({subject: [secret]}),
  ),
  'an extension of an impossible name': bad(400, 'no valid CloudEvent 1.0', buildStructured({[`${secret}!`]: 'a'})),
  'an array, structured': bad(400, 'the body is no JSON object, and a structured event is one', {
    headers: structured,
    body: `["${secret}"]`,
  }),
  'a batch': bad(400, batch, {
    headers: {'content-type': 'application/cloudevents-batch+json'},
    body: `[${buildStructured({id: secret}).body}]`,
  }),
  'data that is null, structured': bad(
    400,
    'a dev.knative.apiserver.ref.update comes with data, and this one has none',
    buildStructured({data: null}),
  ),
  'no name': bad(400, noObject, buildEvent({without: ['ce-name']})),
  'a name with a slash': bad(400, noObject, buildEvent({headers: {'ce-name': '../secrets/a'}})),
  'a name with nothing between two dots': bad(400, noObject, buildEvent({headers: {'ce-name': 'a..b'}})),
  'a name of 254 characters': bad(400, noObject, buildEvent({headers: {'ce-name': 'a'.repeat(254)}})),
  'a namespace with a dot': bad(400, noObject, buildEvent({headers: {'ce-namespace': 'a.b'}})),
  'a name that is no string': bad(400, noObject, buildStructured({name: [secret]})),
  'a type for another step': bad(415, notForApply, buildEvent({headers: {'ce-type': 'dev.knative.sources.ping'}})),
  'a type nobody knows': bad(415, notForApply, buildStructured({type: secret})),
  'a kind nobody waits for': bad(415, notForApply, buildEvent({headers: {'ce-kind': 'Pod'}})),
  'no kind': bad(415, notForApply, buildEvent({without: ['ce-kind']})),
  '10 MB': bad(413, tooLarge, buildEvent({body: big})),
  '10 MB in chunks': bad(413, tooLarge, buildEvent({headers: {'transfer-encoding': 'chunked'}, body: big})),
  'one byte too much, in chunks': bad(
    413,
    tooLarge,
    buildEvent({headers: {'transfer-encoding': 'chunked'}, body: Buffer.alloc(65_537, ' ')}),
  ),
  'a malformed URL': bad(400, 'the URL is malformed: send events to /', buildEvent({url: '/%ff'})),
  GET: bad(405, 'events come by POST', {method: 'GET'}),
  PUT: bad(405, 'events come by POST', buildEvent({method: 'PUT'})),
  DELETE: bad(405, 'events come by POST', {method: 'DELETE'}),
};
