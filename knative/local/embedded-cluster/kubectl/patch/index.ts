import {type ApplyPatch, parsePatch, parsePatchObject} from '../../api/index.ts';
import {isJsonObject} from '../../schema/index.ts';
import {badRequest, StatusError} from '../../store/index.ts';
import {applyJsonPatch, JsonPatchError} from './json-patch.ts';
import {applyStrategicPatch} from './strategic.ts';

/**
 * How a patch of that media type is applied.
 *
 * @throws UnsupportedMediaType (415) for what is not imitated.
 */
export function findPatch(mediaType: string): ApplyPatch {
  switch (mediaType) {
    case 'application/strategic-merge-patch+json':
      return (current, body, schema) => applyStrategicPatch(current, parsePatchObject(body), schema);
    case 'application/json-patch+json':
      return applyOperations;
    case 'application/apply-patch+yaml':
      throw unsupported(
        'server-side apply is not imitated by the embedded cluster; use kubectl apply without --server-side',
      );
    default:
      throw unsupported(
        '415: Unsupported Media Type; the patches are application/merge-patch+json, application/strategic-merge-patch+json and application/json-patch+json',
      );
  }
}

function unsupported(message: string): StatusError {
  return new StatusError(415, 'UnsupportedMediaType', message, {});
}

const applyOperations: ApplyPatch = (current, body) => {
  const operations = parsePatch(body);
  if (!Array.isArray(operations)) throw badRequest('error decoding patch: a list of operations is expected');
  try {
    const patched = applyJsonPatch(current, operations);
    return isJsonObject(patched) ? patched : {};
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    throw new StatusError(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${error.message}`,
      {},
    );
  }
};
