import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type Processed, processTemplate} from './process-template.ts';

/** Where the templates are. */
export const folder: string = join(import.meta.dirname, '..', '..', '..', 'knative', 'openshift');

/** Processes one of them, with some of its parameters given. */
export async function processFile(
  file: string,
  given: Readonly<Record<string, string>> = {},
): Promise<readonly Processed[]> {
  return processTemplate(await readFile(join(folder, file), 'utf8'), given);
}

/** Every file, and the values without which it can't be processed. */
export const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'serviceaccount.yaml': {},
  'configmap.yaml': {},
  'app.yaml': {},
  'serverless.yaml': {},
  'node-reader.yaml': {NAMESPACE: 'images'},
};
