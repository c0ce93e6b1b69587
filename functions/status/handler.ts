import type {Context} from '../step.ts';
import {renderPage} from './page.ts';
import {readStatus} from './read.ts';

/** What is sent back to whoever asked. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const text = 'text/plain; charset=utf-8';

/**
 * Answers a GET: `/` is a page for people, `/status.json` the same for programs, `/healthz` says that this process
 * answers, without asking the API server. Throws what the API server's failures throw.
 */
export async function serveStatus({path}: {readonly path: string}, context: Context): Promise<Reply> {
  switch (path) {
    case '/healthz':
      return {status: 200, contentType: text, body: 'ok\n'};
    case '/status.json':
      return {
        status: 200,
        contentType: 'application/json',
        body: `${JSON.stringify(await readStatus(context), null, 2)}\n`,
      };
    case '/':
      return {status: 200, contentType: 'text/html; charset=utf-8', body: renderPage(await readStatus(context))};
    default:
      return {status: 404, contentType: text, body: 'there is /, /status.json and /healthz\n'};
  }
}
