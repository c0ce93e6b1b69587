import {ApiError} from '@image-puller/functions';
import {buildConfigMap, isSameConfigMap} from './build-config-map.ts';
import type {ConfigMapDoor} from './door.ts';
import type {ConfigMapManifest} from './types.ts';

/** What came of a write; `because` is the API server's reason in one line. */
export type Written = {readonly did: 'created' | 'replaced' | 'unchanged'} | {readonly because: string};

/** Someone else may write at the same time, but not again and again. */
const tries = 5;

/** Creates a ConfigMap, or makes the one that is there what the file says. Never throws. */
export async function writeConfigMap(manifest: ConfigMapManifest, door: ConfigMapDoor): Promise<Written> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt(manifest, door);
    } catch (error) {
      // Made or changed between our read and our write.
      if (error instanceof ApiError && error.failure === 'conflict' && tried < tries) continue;
      return {because: explain(error)};
    }
  }
}

async function attempt(manifest: ConfigMapManifest, door: ConfigMapDoor): Promise<Written> {
  const existing = await door.readConfigMap(manifest.name);
  const configMap = buildConfigMap(manifest, existing);
  if (existing === undefined) {
    await door.createConfigMap(configMap);
    return {did: 'created'};
  }
  if (isSameConfigMap(existing, configMap)) return {did: 'unchanged'};
  await door.replaceConfigMap(configMap);
  return {did: 'replaced'};
}

function explain(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  if (!(error instanceof Error)) return `no answer: ${error}`;
  return `no answer: ${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`;
}
