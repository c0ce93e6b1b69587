import type {ApiClient} from '../../cluster/client/index.ts';
import type {ContractCluster} from '../contract.ts';

/** One answer of the API, without what a comparison of two clusters stumbles over. */
export interface Reply<T> {
  readonly status: number;
  /** Without `managedFields`: see differences.ts. */
  readonly body: T;
  /** The texts of its `Warning` headers. */
  readonly warnings: readonly string[];
}

/** How a contract speaks to its cluster. A PATCH is a merge patch unless a header says else. */
export interface Speech {
  readonly send: <T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Reply<T>>;
  readonly configMaps: string;
  readonly daemonSets: string;
  readonly events: string;
  readonly pods: string;
  readonly serviceAccounts: string;
}

/** Speaks about the objects of the contract's own namespace. */
export function speak({client, namespace}: ContractCluster): Speech {
  const core = `/api/v1/namespaces/${namespace}`;
  return {
    send: (...request) => send(client, ...request),
    configMaps: `${core}/configmaps`,
    daemonSets: `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
    events: `${core}/events`,
    pods: `${core}/pods`,
    serviceAccounts: `${core}/serviceaccounts`,
  };
}

/** Sends one request. */
export async function send<T>(
  client: ApiClient,
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<Reply<T>> {
  const answer = await client.call<T>(method, path, body, headers);
  return {status: answer.status, body: cutManagedFields(answer.body), warnings: parseWarnings(answer.headers.warning)};
}

/** A copy without `managedFields`, wherever they are. */
export function cutManagedFields<T>(value: T): T {
  const cut: T = JSON.parse(JSON.stringify(value, (key, part) => (key === 'managedFields' ? undefined : part)));
  return cut;
}

/** `299 - "text"`, several separated by commas; quotes in a text are escaped. */
const parseWarnings = (header: string | string[] | undefined): readonly string[] =>
  [
    ...[header ?? '']
      .flat()
      .join(', ')
      .matchAll(/\d{3} - "((?:[^"\\]|\\.)*)"/g),
  ].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
