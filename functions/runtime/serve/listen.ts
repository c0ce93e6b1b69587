import type {Server} from 'node:http';
import {toOneLine} from '@image-puller/shared/text';

/** Starts listening; answers the port it got, or why it got none. */
export async function listen(
  server: Server,
  {port, host}: {readonly port: number; readonly host: string | undefined},
): Promise<{readonly port: number} | {readonly problem: string}> {
  return await new Promise(resolve => {
    server.once('error', error => resolve({problem: describe(error, port, host)}));
    server.listen({port, ...(host !== undefined && {host})}, () => {
      const address = server.address();
      resolve({port: typeof address === 'object' && address !== null ? address.port : port});
    });
  });
}

function describe(error: NodeJS.ErrnoException, port: number, host: string | undefined): string {
  if (error.code === 'EADDRINUSE') return `port ${port} is in use: set PORT to another one, or to 0 for any free one`;
  if (error.code === 'EACCES') return `port ${port} may not be opened: set PORT to one from 1024 up`;
  const where = host === undefined ? `port ${port}` : `port ${port} of HOST ${host}`;
  return toOneLine(`can't listen on ${where}: ${error.message}`);
}
