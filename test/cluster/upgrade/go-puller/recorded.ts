import {readFileSync} from 'node:fs';
import type {DaemonSet} from 'kubernetes-types/apps/v1';

/** A configuration, and what the Go puller made of it. */
export interface Recorded {
  /** Those keys of the ConfigMap that differ from the chart's. */
  readonly data: Readonly<Record<string, string>>;
  /** As the API server had it, without what is another one's each time: namespace, uid of the owner. */
  readonly daemonSet: DaemonSet;
}

const file = new URL('../../../fixtures/go-puller-daemonsets.json', import.meta.url);

/** Every configuration that was recorded, by its name. */
export const recorded: Readonly<Record<string, Recorded>> = JSON.parse(readFileSync(file, 'utf8')).cases;

/** The one with three images and a `KIP_IMAGE`, where all four are in a registry: `a`, `b`, `c` and `kip`, tagged `next`. */
export function recordedAt(host: string): Recorded {
  return JSON.parse(JSON.stringify(recorded['three-images']).replaceAll('127.0.0.1:5000', host));
}
