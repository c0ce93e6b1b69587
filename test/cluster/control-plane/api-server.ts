import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type ApiAccess, type ApiClient, createApiClient} from '../client/index.ts';
import {type Program, startProgram, untilUp} from '../programs/index.ts';
import {locateTool} from '../tools/index.ts';
import type {Credentials} from './credentials.ts';

export interface ApiServerOptions {
  readonly directory: string;
  /** The directory of its certificates; where there are none it makes them. */
  readonly certificates: string;
  readonly port: number;
  /** Where its etcd listens, such as `http://127.0.0.1:2379`. */
  readonly etcd: string;
  /** The addresses of its Services, such as `10.202.0.0/24`. */
  readonly serviceRange: string;
  readonly credentials: Credentials;
  /** Where to write what was asked by whom, one JSON object a line; by default nothing is written. */
  readonly audit?: {readonly log: string; readonly policy: string} | undefined;
  readonly flags?: readonly string[] | undefined;
}

/** An API server that answers. */
export interface ApiServer {
  readonly program: Program;
  readonly admin: ApiClient;
}

/**
 * Starts kube-apiserver with RBAC on. It is reached over the loopback device alone.
 * Where it does not come up, it ends.
 *
 * `--endpoint-reconciler-type none`: as an endpoint of the Service `kubernetes` it would refuse a loopback address.
 */
export async function startApiServer({
  directory,
  certificates,
  port,
  etcd,
  serviceRange,
  credentials,
  audit,
  flags = [],
}: ApiServerOptions): Promise<ApiServer> {
  const program = await startProgram({
    name: 'kube-apiserver',
    binary: locateTool('kube-apiserver'),
    log: join(directory, 'log', 'kube-apiserver.log'),
    arguments: [
      '--etcd-servers',
      etcd,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      `--secure-port=${port}`,
      `--cert-dir=${certificates}`,
      `--token-auth-file=${credentials.tokenFile}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      `--service-cluster-ip-range=${serviceRange}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-signing-key-file=${credentials.signingKey}`,
      `--service-account-key-file=${credentials.signingKey}`,
      '--allow-privileged=true',
      '--shutdown-delay-duration=0s',
      ...(audit === undefined
        ? []
        : [`--audit-log-path=${audit.log}`, `--audit-policy-file=${audit.policy}`, '--audit-log-maxsize=0']),
      ...flags,
    ],
  });
  const server = `https://127.0.0.1:${port}`;
  const access = async (): Promise<ApiAccess> => ({
    server,
    // The certificate and behind it the one that signed it.
    certificate: await readFile(join(certificates, 'apiserver.crt'), 'utf8'),
    token: credentials.adminToken,
  });
  const isUp = async () => {
    const client = createApiClient(await access());
    try {
      return (await client.call('GET', '/readyz')).status === 200;
    } finally {
      client.close();
    }
  };
  try {
    await untilUp(program, isUp);
  } catch (error) {
    await program.kill();
    throw error;
  }
  return {program, admin: createApiClient(await access())};
}
