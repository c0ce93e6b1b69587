import type {Subjects} from '@image-puller/shared/ask';
import type {SpecAnswer} from '@image-puller/shared/decide';
import {ApiError, listReasons} from '../../cluster/index.ts';
import type {Context} from '../../step.ts';

/** Asks the API server whether a write would change the spec, by a dry run of it. */
export async function dryRun({desired}: Subjects['spec'], {cluster}: Pick<Context, 'cluster'>): Promise<SpecAnswer> {
  try {
    // Without the version that was read: the status moves all the time, and is no reason to ask again.
    const {resourceVersion: _moving, ...metadata} = desired.metadata ?? {};
    const {object} = await cluster.replaceDaemonSet({...desired, metadata}, {dryRun: true});
    return {from: 'dry run', generation: object.metadata.generation ?? 0};
  } catch (error) {
    // The API server's words where a webhook with side effects is in the way.
    if (error instanceof ApiError && error.message.includes('does not support dry run')) return {from: 'fields'};
    // A webhook that can't be called: if there is something to write, the write says so.
    if (error instanceof ApiError && error.isOfObject) return {from: 'fields'};
    if (error instanceof ApiError && error.failure === 'rejected')
      return {from: 'rejected', reasons: listReasons(error)};
    throw error;
  }
}
