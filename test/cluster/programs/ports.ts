import {once} from 'node:events';
import {createServer, type ListenOptions, type Server} from 'node:net';

/**
 * Below those that the kernel gives to connections, which come and go (`net.ipv4.ip_local_port_range`), and above those that
 * `fetch` refuses to ask (the Fetch standard's bad ports, up to 10080).
 */
const first = 11_000;
const last = 32_000;

/**
 * Ports on 127.0.0.1 that nobody uses, all different, and nobody else's as long as this process lives: a program that is
 * told one binds it a moment later, when another test may have looked for one too.
 */
export async function findPorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  for (let port = first; ports.length < count; port++) {
    if (port > last) throw new Error(`no port from ${first} to ${last} is free`);
    if (await claimPort(port)) ports.push(port);
  }
  return ports;
}

/** Whoever listens at the name has the port: an abstract socket is its network's alone, and goes with its process. */
async function claimPort(port: number): Promise<boolean> {
  const claim = await tryListen({path: `\0image-puller-port-${port}`});
  if (claim === undefined) return false;
  claim.unref();
  const probe = await tryListen({host: '127.0.0.1', port});
  if (probe === undefined) return false;
  await once(probe.close(), 'close');
  return true;
}

/** Undefined where somebody else listens. */
async function tryListen(options: ListenOptions): Promise<Server | undefined> {
  const server = createServer();
  try {
    await once(server.listen(options), 'listening');
    return server;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
