import type {ServerResponse} from 'node:http';
import {dump} from 'js-yaml';
import type {Resource} from '../resources/index.ts';
import type {Answer, Content} from './answer.ts';
import {type Presentation, presentList, presentObject} from './present.ts';

/** Sends an answer in the representation its request asked for. */
export function writeAnswer(
  response: ServerResponse,
  answer: Answer,
  presentation: Presentation,
  resource: Resource | undefined,
): void {
  const {content} = answer;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const [mediaType, body] = encode(content, presentation, resource);
  response.writeHead(answer.status, {'Content-Type': mediaType, 'Content-Length': Buffer.byteLength(body)});
  response.end(body);
}

/** Adds a `Warning` header. RFC 7234: agent and code as Kubernetes sets them, the text quoted. */
export function addWarning(response: ServerResponse, text: string): void {
  // A header carries no line breaks and only Latin letters.
  const safe = text.replace(/[^\x20-\x7e]/g, character => encodeURIComponent(character));
  response.appendHeader('Warning', `299 - "${safe.replace(/["\\]/g, '\\$&')}"`);
}

function encode(
  content: Content,
  presentation: Presentation,
  resource: Resource | undefined,
): readonly [mediaType: string, body: string] {
  if (content.type === 'text') return ['text/plain; charset=utf-8', content.text];
  if (content.type === 'document') return [content.mediaType ?? 'application/json', JSON.stringify(content.document)];
  const document = shape(content, presentation, resource);
  return presentation.representation.encoding === 'yaml'
    ? ['application/yaml', dump(document)]
    : ['application/json', JSON.stringify(document)];
}

function shape(
  content: Exclude<Content, {type: 'text' | 'document'}>,
  presentation: Presentation,
  resource: Resource | undefined,
): unknown {
  switch (content.type) {
    case 'status':
      return content.status;
    case 'object':
      return presentObject(content.object, presentation);
    case 'list':
      return resource === undefined ? content.list : presentList(resource, content.list, presentation);
  }
}
