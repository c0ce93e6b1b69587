import {type PullerStatus, type Standalone, type Status, serveStatus} from '@image-puller/functions';
import type {PageReply} from './page/index.ts';

/** Answers a path of the status page, as the function `status` does. */
export async function readPage(standalone: Standalone, path: string, signal: AbortSignal): Promise<PageReply> {
  const context = standalone.context(signal);
  return await serveStatus({path}, {...context, cluster: context.cluster.within(signal)});
}

/** What `/status.json` says. */
export async function readPullers(standalone: Standalone, signal: AbortSignal): Promise<readonly PullerStatus[]> {
  const status: Status = JSON.parse((await readPage(standalone, '/status.json', signal)).body);
  return status.pullers;
}
