import {StartProblem} from './host.ts';
import {type AnswerPath, type OpenPort, servePage} from './page/index.ts';

/** Where the status page is unless another port is asked for. */
const usualPort = 8080;

/** The status page, and where it is. */
export interface OpenedPage extends OpenPort {
  readonly url: string;
  /** The same for the user, with why it is not at the usual port. */
  readonly said: string;
}

/** Opens the status page at a port, or at the usual one or the next that is free. Throws a `StartProblem`. */
export async function openPage(port: number | undefined, answer: AnswerPath): Promise<OpenedPage> {
  const page = await servePage(port ?? usualPort, port === undefined ? 'next free port' : 'this port', answer);
  if ('problem' in page) throw new StartProblem(page.problem);
  const url = `http://localhost:${page.port}`;
  const isUsual = port !== undefined || page.port === usualPort;
  return {...page, url, said: isUsual ? url : `${url} (${usualPort} is in use)`};
}
