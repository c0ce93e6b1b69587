import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';

/** Who may speak to an API server by a token of its static file. */
export interface Credentials {
  /** `--token-auth-file`. */
  readonly tokenFile: string;
  /** Signs ServiceAccount tokens; its public half checks them. */
  readonly signingKey: string;
  readonly adminToken: string;
  /** Of the kubelet of a node; for names of {@link nodeNames}. */
  readonly nodeTokens: ReadonlyMap<string, string>;
}

/** The names that real nodes can have: their kubelets are known to the API server from its start. */
export const nodeNames = ['real-1', 'real-2', 'real-3'] as const;

/** Makes keys and tokens that are good for one cluster. */
export async function makeCredentials(directory: string): Promise<Credentials> {
  const adminToken = makeToken();
  const nodeTokens = new Map(nodeNames.map(name => [name, makeToken()]));
  const lines = [
    `${adminToken},administrator,administrator,"system:masters"`,
    ...[...nodeTokens].map(([name, token]) => `${token},system:node:${name},${name},"system:nodes"`),
  ];
  const tokenFile = join(directory, 'tokens.csv');
  const signingKey = join(directory, 'service-accounts.key');
  const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  await writeFile(tokenFile, `${lines.join('\n')}\n`, {mode: 0o600});
  await writeFile(signingKey, privateKey.export({type: 'sec1', format: 'pem'}), {mode: 0o600});
  return {tokenFile, signingKey, adminToken, nodeTokens};
}

const makeToken = () => randomBytes(16).toString('hex');
