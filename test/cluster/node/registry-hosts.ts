import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Credentials} from '../registry/index.ts';

/** How a node reaches a registry. */
export interface RegistryHosts {
  /** Asked first, `127.0.0.1:PORT`; what it does not have the registry itself is asked for. */
  readonly mirror?: string;
  /** The node's own credentials: no pod needs a Secret. */
  readonly credentials?: Credentials;
}

/**
 * Tells containerd how to reach a registry, from its next pull on: by a `hosts.toml`, as an administrator of nodes does.
 *
 * @param registries containerd's `config_path`
 */
export async function writeRegistryHosts(
  registries: string,
  host: string,
  {mirror, credentials}: RegistryHosts,
): Promise<void> {
  const basic = credentials && Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
  const lines = [
    `server = "http://${host}"`,
    `[host."http://${mirror ?? host}"]`,
    'capabilities = ["pull", "resolve"]',
    ...(basic === undefined ? [] : [`[host."http://${mirror ?? host}".header]`, `authorization = ["Basic ${basic}"]`]),
  ];
  await mkdir(join(registries, host));
  await writeFile(join(registries, host, 'hosts.toml'), lines.join('\n'));
}
