import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {type Program, readLog, startProgram, untilUp} from '../programs/index.ts';
import {locateTool} from '../tools/index.ts';
import type {RuntimeState} from './containers.ts';
import type {PodNetwork} from './network.ts';

export interface Containerd {
  readonly program: Program;
  /** Where it listens. */
  readonly socket: string;
  readonly state: RuntimeState;
  /** In which it keeps what it has pulled, by digest without `sha256:`. */
  readonly blobs: string;
  /** In which it looks up how a registry is reached; see `writeRegistryHosts`. */
  readonly registries: string;
}

/**
 * Starts containerd with everything that it keeps in a directory. Images named 127.0.0.1:PORT/... it pulls over plain
 * HTTP, without being told to.
 *
 * @param pauseImage what every pod's sandbox runs
 */
export async function startContainerd(directory: string, pauseImage: string, network: PodNetwork): Promise<Containerd> {
  const file = join(directory, 'containerd.toml');
  const socket = join(directory, 'containerd.sock');
  const state = join(directory, 'state');
  await mkdir(state);
  const registries = join(directory, 'registries');
  await mkdir(registries);
  await writeFile(file, buildConfig({directory, state, socket, registries, pauseImage, network}));
  const program = await startProgram({
    name: 'containerd',
    binary: locateTool('containerd'),
    arguments: ['--config', file],
    log: join(directory, 'log', 'containerd.log'),
    // It finds its shim by the PATH, and that finds runc.
    env: {PATH: [dirname(locateTool('containerd-shim-runc-v2')), process.env.PATH].join(':')},
  });
  await untilUp(program, async () =>
    (await readLog(program)).some(line => line.includes('containerd successfully booted')),
  );
  return {
    program,
    socket,
    state: {
      bundles: join(state, 'io.containerd.runtime.v2.task', 'k8s.io'),
      runc: join(state, 'runc', 'k8s.io'),
    },
    blobs: join(directory, 'root', 'io.containerd.content.v1.content', 'blobs', 'sha256'),
    registries,
  };
}

interface ConfigFacts {
  readonly directory: string;
  readonly state: string;
  readonly socket: string;
  readonly registries: string;
  readonly pauseImage: string;
  readonly network: PodNetwork;
}

/**
 * Strings of JSON are strings of TOML. By default each container is asked every second what it has used of a CPU, which takes
 * as much of one as all else that is done for them; nobody reads it here.
 */
function buildConfig({directory, state, socket, registries, pauseImage, network}: ConfigFacts): string {
  const {configuration, plugins} = network;
  const text = (value: string) => JSON.stringify(value);
  return `version = 3
root = ${text(join(directory, 'root'))}
state = ${text(state)}
imports = []
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]

[grpc]
  address = ${text(socket)}

[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  stats_collect_period = 3600
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = ${text(pauseImage)}
  [plugins."io.containerd.cri.v1.images".registry]
    config_path = ${text(registries)}

[plugins."io.containerd.cri.v1.runtime"]
  stats_collect_period = "1h"
  disable_apparmor = true
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  cdi_spec_dirs = []
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = [${text(plugins)}]
    conf_dir = ${text(configuration)}
  [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
      SystemdCgroup = false
      Root = ${text(join(state, 'runc'))}
`;
}
