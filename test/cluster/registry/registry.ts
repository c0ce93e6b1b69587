import {once} from 'node:events';
import {mkdtemp, writeFile} from 'node:fs/promises';
import http from 'node:http';
import {join} from 'node:path';
import type {Image, ImageIndex} from '../images/index.ts';
import type {Machine} from '../needs.ts';
import {findPorts, startProgram, untilUp} from '../programs/index.ts';
import type {Scope} from '../start.ts';
import {locateTool} from '../tools/index.ts';
import {type Credentials, createProxy, type Intercept} from './proxy.ts';
import {pushImage} from './push.ts';
import type {RegistryRequest} from './request.ts';

/** A registry that nodes pull from, over plain HTTP. */
export interface Registry {
  /** What the names of its images begin with: `127.0.0.1:PORT`. */
  readonly host: string;
  /**
   * Puts an image there under a name and a tag. A tag that is there already moves.
   *
   * @returns the digest that the tag has now, `sha256:...`
   */
  push(name: string, tag: string, image: Image | ImageIndex): Promise<string>;
  /** What nodes asked and were answered so far, oldest first; pushes are not among it. */
  requests(): readonly RegistryRequest[];
  /** From now on only these may pull; none lets everybody. */
  setCredentials(credentials: readonly Credentials[]): void;
  /** Makes requests wait or fail; undefined ends that. */
  setIntercept(intercept: Intercept | undefined): void;
}

/** Starts one for one test: it ends with it. */
export async function startRegistry(
  t: Scope,
  machine: Machine,
  options: {readonly credentials?: readonly Credentials[]} = {},
): Promise<Registry> {
  const directory = await mkdtemp(join(machine.directory, 'registry-'));
  const [backend = 0, port = 0] = await findPorts(2);
  const url = `http://127.0.0.1:${backend}`;
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify(buildConfig(directory, backend)));
  const program = await startProgram({
    name: 'registry',
    binary: locateTool('registry'),
    arguments: ['serve', config],
    log: join(directory, 'registry.log'),
    // It would report its traces to a collector that is not there.
    env: {OTEL_TRACES_EXPORTER: 'none'},
  });
  t.teardown(() => program.stop());
  await untilUp(program, async () => (await fetch(`${url}/v2/`)).ok);

  const agent = new http.Agent({keepAlive: true});
  const {server, requests, setCredentials, setIntercept} = createProxy(backend, agent);
  setCredentials(options.credentials ?? []);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  t.teardown(() => {
    server.close().closeAllConnections();
    agent.destroy();
  });
  return {
    host: `127.0.0.1:${port}`,
    async push(name, tag, image) {
      await pushImage(url, name, tag, image);
      return image.manifest.digest;
    },
    requests: () => [...requests],
    setCredentials,
    setIntercept,
  };
}

/** For distribution v3: JSON is YAML. */
const buildConfig = (directory: string, port: number) => ({
  version: 0.1,
  log: {level: 'warn', accesslog: {disabled: true}},
  storage: {filesystem: {rootdirectory: join(directory, 'storage')}},
  http: {addr: `127.0.0.1:${port}`, secret: 'one registry has one writer'},
});
