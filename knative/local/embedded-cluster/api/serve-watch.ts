import type {ServerResponse} from 'node:http';
import type {ApiContext} from './context.ts';
import type {Presenter} from './presenter.ts';
import type {ApiRequest} from './request.ts';
import type {Target} from './target.ts';
import {type WatchEvent, watch} from './verbs/index.ts';

/** What may wait in memory for a client that does not read, in bytes; then it is cut off and has to start again. */
const mostUnread = 64 * 1024 * 1024;

/** Streams a watch, one JSON object a line, until its time is over or the client has gone. */
export function serveWatch(
  context: ApiContext,
  target: Target,
  request: ApiRequest,
  response: ServerResponse,
  presenter: Presenter,
): void {
  const stream = watch(context, target, request);
  response.writeHead(200, {'Content-Type': 'application/json'});
  // The client learns at once that the watch is on, also where nothing has happened yet.
  response.flushHeaders();
  const presentEvent = ({type, object}: WatchEvent): unknown =>
    type === 'BOOKMARK' || type === 'ERROR' ? {type, object} : {type, object: presenter.watched(object)};
  response.on('close', stream.stop);
  stream.run(
    event => {
      response.write(`${JSON.stringify(presentEvent(event))}\n`);
      if (response.writableLength > mostUnread) response.destroy();
    },
    () => response.end(),
  );
}
