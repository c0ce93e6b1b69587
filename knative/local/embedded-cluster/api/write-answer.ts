import type {ServerResponse} from 'node:http';
import type {Answer, Content} from './answer.ts';
import type {Presenter} from './presenter.ts';

/** Sends an answer in the form its request asked for. */
export function writeAnswer(response: ServerResponse, answer: Answer, presenter: Presenter): void {
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const [mediaType, body] = encode(answer.content, presenter);
  response.writeHead(answer.status, {'Content-Type': mediaType, 'Content-Length': Buffer.byteLength(body)});
  response.end(body);
}

/** Adds a `Warning` header. RFC 7234: agent and code as Kubernetes sets them, the text quoted. */
export function addWarning(response: ServerResponse, text: string): void {
  // A header carries no line breaks and only Latin letters.
  const safe = text.replace(/[^\x20-\x7e]/g, character => encodeURIComponent(character));
  response.appendHeader('Warning', `299 - "${safe.replace(/["\\]/g, '\\$&')}"`);
}

function encode(content: Content, presenter: Presenter): readonly [mediaType: string, body: string] {
  const {mediaType, write} = presenter;
  switch (content.type) {
    case 'text':
      return ['text/plain; charset=utf-8', content.text];
    case 'document':
      return [content.mediaType ?? 'application/json', JSON.stringify(content.document)];
    case 'status':
      return [mediaType, write(content.status)];
    case 'object':
      return [mediaType, write(presenter.object(content.object))];
    case 'list':
      return [mediaType, write(presenter.list(content.list))];
  }
}
