import {spawnSync} from 'node:child_process';
import {mkdir, rm, rmdir, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {claimNumber} from '../sandbox/index.ts';
import {locateTool} from '../tools/index.ts';

/** The network of one node's pods: a bridge with addresses of its own. */
export interface PodNetwork {
  /** The directory of its configuration, and the one of the CNI plugins. */
  readonly configuration: string;
  readonly plugins: string;
  /** Takes the plugin away that attaches pods: none gets a sandbox until it is mended. Pods that have one keep it. */
  break(): Promise<void>;
  mend(): Promise<void>;
  /** Takes the bridge away, and what was left attached to it. */
  remove(): Promise<void>;
}

/**
 * Configures a network that no other node of this run has.
 *
 * @param parent the directory of the run, in which its nodes, also of several processes, agree on who has which
 */
export async function configureNetwork(parent: string, directory: string): Promise<PodNetwork> {
  const configuration = join(directory, 'cni');
  const plugins = join(directory, 'cni-plugins');
  await Promise.all([mkdir(configuration), mkdir(plugins)]);
  // Each is in a directory of its own in the cache.
  const link = (name: 'bridge' | 'host-local' | 'loopback') => symlink(locateTool(name), join(plugins, name));
  const unlink = () => rm(join(plugins, 'bridge'), {force: true});
  for (const name of ['bridge', 'host-local', 'loopback'] as const) await link(name);
  const {number, claim} = await claimNumber(join(parent, 'pod-networks'));
  const bridge = `pods-${number}`;
  const list = {
    cniVersion: '1.0.0',
    name: bridge,
    plugins: [
      {
        type: 'bridge',
        bridge,
        isGateway: true,
        ipam: {
          type: 'host-local',
          dataDir: join(directory, 'addresses'),
          ranges: [[{subnet: `10.203.${number}.0/24`}]],
          routes: [{dst: '0.0.0.0/0'}],
        },
      },
    ],
  };
  await writeFile(join(configuration, '10-pods.conflist'), JSON.stringify(list));
  return {
    configuration,
    plugins,
    break: unlink,
    async mend() {
      await unlink();
      await link('bridge');
    },
    async remove() {
      // None where no pod has ever been.
      spawnSync('ip', ['link', 'delete', bridge]);
      await rmdir(claim);
    },
  };
}
