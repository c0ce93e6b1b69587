import {readFile} from 'node:fs/promises';
import {load} from 'js-yaml';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {type Running, until} from './command.ts';

/** What can be asked of the embedded cluster that a command runs, over HTTP as anyone would. */
export interface Api {
  readonly url: string;
  read<T>(path: string): Promise<T | undefined>;
  patch(path: string, body: object): Promise<void>;
  /** The images that the DaemonSet's template holds now. */
  heldImages(): Promise<readonly string[]>;
}

/** Finds the API by the kubeconfig whose path the command printed. */
export async function findApi(running: Running): Promise<Api> {
  const [, path = ''] = await running.see(/kubeconfig +(\S+)\n/);
  const config = load(await readFile(path, 'utf8'));
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(JSON.stringify(config))?.[0] ?? '';
  const read = async <T>(path: string): Promise<T | undefined> => {
    const response = await fetch(`${url}${path}`);
    if (!response.ok) return undefined;
    const body: T = JSON.parse(await response.text());
    return body;
  };
  return {
    url,
    read,
    async patch(path, body) {
      const headers = {'content-type': 'application/merge-patch+json'};
      const response = await fetch(`${url}${path}`, {method: 'PATCH', headers, body: JSON.stringify(body)});
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    },
    async heldImages() {
      const path = '/apis/apps/v1/namespaces/default/daemonsets/kubernetes-image-puller';
      const daemonSet = await read<DaemonSet>(path);
      return daemonSet?.spec?.template.spec?.containers.map(({image = ''}) => image) ?? [];
    },
  };
}

/** Milliseconds from `write` until the DaemonSet holds the image. */
export async function timeUntilHeld(api: Api, image: string, write: () => Promise<void>): Promise<number> {
  await write();
  const written = performance.now();
  await until(
    async () => ((await api.heldImages()).includes(image) ? true : undefined),
    () => `${image} in the DaemonSet`,
  );
  return performance.now() - written;
}
