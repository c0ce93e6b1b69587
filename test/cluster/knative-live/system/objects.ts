import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {loadAll} from 'js-yaml';
import type {DeploymentSpec} from 'kubernetes-types/apps/v1';
import {liveSources, locateSource} from '../../tools/index.ts';

/** An object of Knative's own manifests, as far as it is looked at here. */
export interface SystemObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly namespace?: string};
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

/** What proves nothing here: it is left out. Autoscalers of pods want metrics that nobody serves. */
const leftOut = (object: SystemObject): boolean =>
  ['HorizontalPodAutoscaler', 'PodDisruptionBudget'].includes(object.kind) ||
  /^(job-sink|request-?reply)/.test(object.metadata.name);

/** Reads what Knative is installed with, from the Go modules that its programs are built from. */
export async function readObjects(): Promise<readonly SystemObject[]> {
  const folders = liveSources.map(name => locateSource(name));
  const texts = (await Promise.all(folders.map(readTexts))).flat();
  return texts
    .flatMap(text => loadAll(text))
    .filter(isSystemObject)
    .filter(object => !leftOut(object));
}

async function readTexts(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder, {recursive: true});
  const yaml = files.filter(file => file.endsWith('.yaml')).toSorted();
  return await Promise.all(yaml.map(file => readFile(join(folder, file), 'utf8')));
}

/** One of Knative's own programs. */
export type Program = SystemObject & {readonly spec: DeploymentSpec};

export const isProgram = (object: SystemObject): object is Program => object.kind === 'Deployment';

const isSystemObject = (value: unknown): value is SystemObject =>
  typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;
