import {load} from 'js-yaml';
import {type ApiRequest, readMediaType, unrecognized} from '../api/index.ts';
import type {Json} from '../schema/index.ts';
import {badRequest, type Kind} from '../store/index.ts';
import {readDeleteOptionsMessage, readObjectMessage} from './protobuf/index.ts';

/** Reads a body in Kubernetes' own protobuf, or in YAML; undefined where it is in neither. */
export function readBody(request: ApiRequest, what: Kind | 'DeleteOptions'): Json | undefined {
  switch (readMediaType(request)) {
    case 'application/vnd.kubernetes.protobuf':
      return what === 'DeleteOptions'
        ? readDeleteOptionsMessage(request.bytes)
        : readObjectMessage(what, request.bytes);
    case 'application/yaml':
      if (request.body === '') throw unrecognized(what, 'unexpected end of JSON input (<empty>)');
      return parseYaml(request.body);
    default:
      return undefined;
  }
}

function parseYaml(text: string): Json {
  try {
    // Through JSON, so that dates and the like become text.
    return JSON.parse(JSON.stringify(load(text) ?? null));
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${error instanceof Error ? error.message : error}`);
  }
}
