import {existsSync} from 'node:fs';
import {readFile, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * What kube-apiserver finds missing in an empty etcd and writes, request by request, whenever it starts: a quarter of what a start
 * takes. It is the same in every cluster; what has the cluster's own addresses or certificates in it is left out.
 */
const kinds = [
  'clusterrolebindings',
  'clusterroles',
  'flowschemas',
  'namespaces',
  'priorityclasses',
  'prioritylevelconfigurations',
  'rolebindings',
  'roles',
] as const;

/** A key and its value, each in base64, as etcd's gateway takes and gives them. */
interface Pair {
  readonly key: string;
  readonly value: string;
}

/** Of one transaction: etcd's own limit on operations is 128. */
const operations = 100;

/** Of one request to etcd, in milliseconds. */
const deadline = 30_000;

const locate = (parent: string) => join(parent, 'etcd-seed.json');

/** Puts into an empty etcd what an earlier API server has written into its own; tells whether one has left it here. */
export async function sowSeed(parent: string, etcd: string): Promise<boolean> {
  const file = locate(parent);
  if (!existsSync(file)) return false;
  const pairs: readonly Pair[] = JSON.parse(await readFile(file, 'utf8'));
  for (let from = 0; from < pairs.length; from += operations) {
    const success = pairs.slice(from, from + operations).map(pair => ({requestPut: pair}));
    await ask(etcd, 'txn', {success});
  }
  return true;
}

/**
 * Leaves what this cluster's API server has written for those that start after it. Whole or not at all, since others may look
 * for it now, or leave theirs.
 *
 * @param directory the cluster's own
 */
export async function keepSeed(parent: string, directory: string, etcd: string): Promise<void> {
  const pairs = (await Promise.all(kinds.map(kind => readPairs(etcd, `/registry/${kind}/`)))).flat();
  const partial = locate(directory);
  await writeFile(partial, JSON.stringify(pairs));
  await rename(partial, locate(parent));
}

async function readPairs(etcd: string, prefix: string): Promise<readonly Pair[]> {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  // A slash is followed by a zero.
  const range = {key: encode(prefix), range_end: encode(`${prefix.slice(0, -1)}0`)};
  const {kvs = []} = await ask<{readonly kvs?: readonly Pair[]}>(etcd, 'range', range);
  return kvs.map(({key, value}) => ({key, value}));
}

async function ask<T>(etcd: string, what: 'range' | 'txn', body: object): Promise<T> {
  const answer = await fetch(`${etcd}/v3/kv/${what}`, {
    method: 'POST',
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(deadline),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`etcd answers ${answer.status} to ${what}: ${text}`);
  const parsed: T = JSON.parse(text);
  return parsed;
}
