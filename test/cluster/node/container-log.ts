import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Pod} from 'kubernetes-types/core/v1';

/** Reads what a pod's first container has said since its last start, without the time and stream of each line. */
export async function readContainerLog(directory: string, {metadata = {}, spec}: Pod = {}): Promise<readonly string[]> {
  const pod = [metadata.namespace, metadata.name, metadata.uid].join('_');
  const folder = join(directory, pod, spec?.containers[0]?.name ?? '');
  // One for each start, by its number: 0.log.
  const starts = (await readdir(folder).catch(() => [])).map(name => Number(/^(\d+)\.log$/.exec(name)?.[1] ?? -1));
  const file = join(folder, `${Math.max(-1, ...starts)}.log`);
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  // Such as `2026-01-01T00:00:00.000000000Z stdout F words`.
  return lines.map(line => line.split(' ').slice(3).join(' '));
}
