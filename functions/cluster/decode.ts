import type {Live} from '@image-puller/shared/live';
import {ApiError} from './api-error.ts';

/** A list as the API server answers it. */
export interface List<T extends {metadata?: object}> {
  readonly metadata: {readonly resourceVersion: string; readonly continue?: string};
  readonly items: readonly Live<T>[];
}

/** The object an answer holds; an `ApiError` where something else answered (a proxy, a login page). */
export function decodeObject<T extends {metadata?: object}>(body: unknown): Live<T> {
  if (isLive<T>(body)) return body;
  throw new ApiError('unavailable', 'the answer is not a Kubernetes object: is something else at this address?');
}

/** The list an answer holds; an `ApiError` where something else answered. */
export function decodeList<T extends {metadata?: object}>(body: unknown): List<T> {
  if (isList<T>(body)) return body;
  throw new ApiError('unavailable', 'the answer is not a Kubernetes list: is something else at this address?');
}

/** Identity and version are checked; the rest of an object is the API server's promise. */
function isLive<T extends {metadata?: object}>(value: unknown): value is Live<T> {
  const metadata = isRecord(value) ? value.metadata : undefined;
  return (
    isRecord(metadata) &&
    typeof metadata.name === 'string' &&
    typeof metadata.uid === 'string' &&
    typeof metadata.resourceVersion === 'string'
  );
}

function isList<T extends {metadata?: object}>(value: unknown): value is List<T> {
  return (
    isRecord(value) &&
    isRecord(value.metadata) &&
    typeof value.metadata.resourceVersion === 'string' &&
    Array.isArray(value.items) &&
    value.items.every(isLive)
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
