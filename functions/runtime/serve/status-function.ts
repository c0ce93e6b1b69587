import {toOneLine} from '@image-puller/shared/text';
import type {Context} from '../../step.ts';
import {once} from './once.ts';
import type {Process, Served} from './served.ts';
import {answerText, createStatusServer, type ServeStatus} from './status-server.ts';

/** For one answer, in milliseconds: with thousands of nodes it reads many pages of pods. */
const deadline = 30_000;

/** The status page as a function of its own. */
export function createStatusFunction(process: Process): Served {
  const load = once(async () => {
    const [{connectFunction}, {createContext}, serveWith] = await Promise.all([
      import('./base-context.ts'),
      import('../context.ts'),
      loadStatus(),
    ]);
    const {base} = await connectFunction('status', process, {hasBroker: false});
    return serveWith(signal => createContext({...base, cluster: base.cluster.within(signal)}, signal));
  });
  return {...createLazyStatus('status', load, process), load, settled: async () => undefined};
}

/** A status server that waits with its first answer until `load` has brought the page. */
export function createLazyStatus(
  name: string,
  load: () => Promise<ServeStatus>,
  {log}: Process,
): Pick<Served, 'server'> {
  const server = createStatusServer(
    async request => {
      const serve = await load().catch(() => undefined);
      if (serve !== undefined) return await serve(request);
      return answerText(503, 'the function could not start: its log says why');
    },
    error => log({severity: 'ERROR', function: name, message: toOneLine(`status: ${describe(error)}`)}),
  );
  return {server};
}

/** Binds the page to a context made anew for each request; what the API server refuses or can't answer is a 503. */
export async function loadStatus(): Promise<(createContext: (signal: AbortSignal) => Context) => ServeStatus> {
  const [{serveStatus}, {ApiError}] = await Promise.all([
    import('../../status/index.ts'),
    import('../../cluster/index.ts'),
  ]);
  return createContext => async request => {
    const signal = AbortSignal.timeout(deadline);
    try {
      return await serveStatus(request, createContext(signal));
    } catch (error) {
      if (signal.aborted) return answerText(503, `the cluster was not read within ${deadline / 1000} s`);
      if (error instanceof ApiError) return answerText(503, toOneLine(error.message));
      throw error;
    }
  };
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
