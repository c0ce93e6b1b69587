import {mkdir, mkdtemp, rmdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {until} from '../../support/until.ts';
import {type ApiAccess, type ApiClient, buildKubeconfig} from '../client/index.ts';
import {findPorts, type Program, startProgram, untilUp} from '../programs/index.ts';
import {claimNumber} from '../sandbox/index.ts';
import {createScope, type Scope} from '../scope.ts';
import {locateTool} from '../tools/index.ts';
import {type ApiServer, startApiServer} from './api-server.ts';
import {type AuditEntry, auditPolicy, readAudit} from './audit.ts';
import {makeCredentials} from './credentials.ts';
import {keepSeed, sowSeed} from './seed.ts';

export interface ControlPlaneOptions {
  /** Below which directory this cluster keeps everything. */
  readonly parent: string;
  /** The controller manager and the scheduler; without them nothing moves by itself. On by default. */
  readonly controllers?: boolean;
  /** More flags for kube-apiserver. */
  readonly apiServerFlags?: readonly string[];
  /** More flags for kube-controller-manager. */
  readonly controllerFlags?: readonly string[];
  /** More flags for kube-scheduler. */
  readonly schedulerFlags?: readonly string[];
}

/** Kubernetes without nodes: etcd, API server, controller manager and scheduler as processes. */
export interface ControlPlane {
  /** Everything of this cluster is in here: logs in log/. */
  readonly directory: string;
  /** The API, as its administrator. */
  readonly admin: ApiClient;
  /** The administrator's kubeconfig file. */
  readonly kubeconfig: string;
  /** What lets the kubelet of a node in; see `nodeNames` for the names. */
  nodeAccess(name: string): ApiAccess;
  /** A token of a ServiceAccount, good for an hour. */
  serviceAccountAccess(namespace: string, name: string): Promise<ApiAccess>;
  /** Writes a kubeconfig file for someone. */
  writeKubeconfig(name: string, access: ApiAccess, namespace?: string): Promise<string>;
  /** Every request that was answered so far, oldest first; without those of administrators and kubelets. */
  readAudit(): Promise<readonly AuditEntry[]>;
  /** Ends the API server by SIGKILL and starts it again on its port. */
  restartApiServer(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts one. Ready when the controllers have made the `default` ServiceAccount, which pods want. Where one of its
 * programs does not come up, the others end.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const scope = createScope();
  try {
    return {...(await startPrograms(scope, options)), stop: () => scope.end()};
  } catch (error) {
    // Why it did not start says more than what then did not end.
    await scope.end().catch(() => undefined);
    throw error;
  }
}

async function startPrograms(scope: Scope, options: ControlPlaneOptions): Promise<Omit<ControlPlane, 'stop'>> {
  const {parent, controllers = true} = options;
  const directory = await mkdtemp(join(parent, 'cluster-'));
  await mkdir(join(directory, 'log'));
  const [port = 0, etcdPort = 0, peerPort = 0] = await findPorts(3);
  const services = await claimNumber(join(parent, 'service-networks'));
  scope.teardown(() => rmdir(services.claim));
  const serviceRange = `10.202.${services.number}.0/24`;
  // Of these addresses, and so good for whichever cluster has them.
  const certificates = join(parent, 'certificates', String(services.number));
  const credentials = await makeCredentials(directory);
  const audit = {log: join(directory, 'audit.log'), policy: join(directory, 'audit-policy.json')};
  await writeFile(audit.policy, JSON.stringify(auditPolicy));

  const start = async (name: Parameters<typeof locateTool>[0], flags: readonly string[]) => {
    const program = await startProgram({
      name,
      binary: locateTool(name),
      arguments: flags,
      log: join(directory, 'log', `${name}.log`),
    });
    scope.teardown(() => program.stop());
    return program;
  };
  const etcd = `http://127.0.0.1:${etcdPort}`;
  const flags = options.apiServerFlags;
  const startServer = () =>
    startApiServer({directory, certificates, port, etcd, serviceRange, credentials, audit, flags});

  await startEtcd(start, join(directory, 'etcd'), etcd, peerPort);
  const isSown = await sowSeed(parent, etcd);
  let server: ApiServer = await startServer();
  // Before etcd, or it never ends.
  scope.teardown(() => server.program.kill());
  const {admin} = server;
  scope.teardown(() => {
    admin.close();
    server.admin.close();
  });
  if (!isSown) await keepSeed(parent, directory, etcd);
  const writeKubeconfig: ControlPlane['writeKubeconfig'] = async (name, access, namespace) => {
    const file = join(directory, `${name}.kubeconfig`);
    await writeFile(file, buildKubeconfig(access, namespace), {mode: 0o600});
    return file;
  };
  const kubeconfig = await writeKubeconfig('administrator', admin.access);
  if (controllers) {
    // Nobody asks them for anything: without a port they need no certificate, which takes half of their start.
    const shared = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
    const manager = await start('kube-controller-manager', [
      ...shared,
      `--service-account-private-key-file=${credentials.signingKey}`,
      `--root-ca-file=${join(certificates, 'apiserver.crt')}`,
      ...(options.controllerFlags ?? []),
    ]);
    await start('kube-scheduler', [...shared, ...(options.schedulerFlags ?? [])]);
    const account = '/api/v1/namespaces/default/serviceaccounts/default';
    await untilUp(manager, async () => (await admin.call('GET', account)).status === 200);
  }

  return {
    directory,
    admin,
    kubeconfig,
    writeKubeconfig,
    nodeAccess(name) {
      const token = credentials.nodeTokens.get(name);
      if (token === undefined) throw new Error(`no kubelet is called ${name}: ${[...credentials.nodeTokens.keys()]}`);
      return {...admin.access, token};
    },
    async serviceAccountAccess(namespace, name) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
      const request = {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}};
      const {status} = await admin.ask<{readonly status: {readonly token: string}}>('POST', path, request);
      return {...admin.access, token: status.token};
    },
    readAudit: () => readAudit(audit.log),
    async restartApiServer() {
      await server.program.kill();
      server.admin.close();
      server = await startServer();
    },
  };
}

async function startEtcd(
  start: (name: 'etcd', flags: readonly string[]) => Promise<Program>,
  directory: string,
  client: string,
  peerPort: number,
): Promise<void> {
  const peer = `http://127.0.0.1:${peerPort}`;
  const etcd = await start('etcd', [
    '--name=test',
    `--data-dir=${directory}`,
    // The data need not outlive the machine.
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=test=${peer}`,
  ]);
  await untilUp(etcd, async () => (await fetch(`${client}/health`)).ok);
}

/** Waits until a GET answers 200. */
export const untilThere = (client: ApiClient, path: string): Promise<void> =>
  until(
    async () => (await client.call('GET', path)).status === 200,
    () => `no ${path}`,
    60_000,
  );
