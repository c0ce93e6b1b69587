import type {JsonObject} from '../../schema/index.ts';
import {badRequest, invalid, invalidOptions, StatusError} from '../../store/index.ts';
import type {Answer} from '../answer.ts';
import type {ApiContext} from '../context.ts';
import type {ApplyPatch} from '../dialect.ts';
import {applyMergePatch, mergePatch} from '../merge-patch.ts';
import {readObject, toJson} from '../read-object.ts';
import {type ApiRequest, type FieldValidation, readMediaType, readWriteOptions} from '../request.ts';
import type {NamedTarget} from '../target.ts';
import {changeObject, findObject} from '../writing.ts';

/** PATCH of an object: like PUT of what the patch makes of it; 415 for a format that is not understood. */
export function patch(context: ApiContext, target: NamedTarget, request: ApiRequest): Answer {
  const {resource, name} = target;
  const options = readWriteOptions(request.query, 'PatchOptions');
  const apply = choosePatch(context, readMediaType(request));
  const old = findObject(context, target);
  const patched = apply(toJson(old), request.body, resource.schema);
  const object = readPatched(context, patched, target, options.fieldValidation);
  if (object.metadata.name !== name) {
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`);
  }
  const {uid} = object.metadata;
  if (uid !== undefined && uid !== old.metadata.uid) {
    const message = `Invalid value: ${JSON.stringify(uid)}: field is immutable`;
    const cause = {reason: 'FieldValueInvalid', message, field: 'metadata.uid'};
    // The API server checks it twice, and tells both.
    throw invalid(resource.kind, name, [cause, cause]);
  }
  const stored = changeObject(context, target, object, old, options);
  return {status: 200, content: {type: 'object', object: stored}};
}

function choosePatch({dialect}: ApiContext, mediaType: string): ApplyPatch {
  const apply = mediaType === mergePatch ? applyMergePatch : dialect.findPatch(mediaType);
  if (apply === undefined) throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  return apply;
}

function readPatched(
  context: ApiContext,
  json: JsonObject,
  {resource}: NamedTarget,
  validation: FieldValidation,
): ReturnType<typeof readObject> {
  try {
    return readObject(context, json, resource, validation);
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.code !== 400) throw error;
    const why = error.message.replace(/^.*? cannot be handled as a \w+: /, '');
    const message = `Invalid value: ${JSON.stringify(JSON.stringify(json))}: ${why}`;
    throw invalidOptions('', {reason: 'FieldValueInvalid', message, field: 'patch'});
  }
}
