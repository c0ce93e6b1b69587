import {once} from 'node:events';
import {type AddressInfo, createServer, type Server} from 'node:net';

/** Ports on 127.0.0.1 that nobody uses, all different. */
export async function findPorts(count: number): Promise<readonly number[]> {
  const servers: Server[] = Array.from({length: count}, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) await once(server.close(), 'close');
  return ports;
}
