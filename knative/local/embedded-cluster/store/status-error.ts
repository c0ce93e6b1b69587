import type {Status, StatusCause} from 'kubernetes-types/meta/v1';
import {kinds, qualifiedResource} from './kinds.ts';
import type {Kind} from './types.ts';

/** An answer of the Kubernetes API that says why not: a Status object with its HTTP status code. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status & {readonly code: number; readonly reason?: string; readonly message: string};

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: Status['details'],
    metadata: NonNullable<Status['metadata']> = {},
  ) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason !== '' && {reason}),
      ...(details !== undefined && {details}),
      code,
    };
  }
}

/** Names, as `details` of a Status carry them: `kind` there is the plural resource. */
function resourceDetails(kind: Kind, name: string): Status['details'] {
  const {group, plural} = kinds[kind];
  return {name, ...(group !== '' && {group}), kind: plural};
}

/** 501: a real cluster would do it, and nothing stands behind it here; the words say what there is instead. */
export function notImitated(words: string): StatusError {
  return new StatusError(501, 'NotImplemented', `this is a simulated cluster: ${words}`, {});
}

/** 404: there is no such object. */
export function notFound(kind: Kind, name: string): StatusError {
  return new StatusError(
    404,
    'NotFound',
    `${qualifiedResource(kind)} "${name}" not found`,
    resourceDetails(kind, name),
  );
}

/** 409: an object of that name is there already. */
export function alreadyExists(kind: Kind, name: string): StatusError {
  const message = `${qualifiedResource(kind)} "${name}" already exists`;
  return new StatusError(409, 'AlreadyExists', message, resourceDetails(kind, name));
}

/** The words of the conflict that a stale `metadata.resourceVersion` makes. */
const staleWrite = 'the object has been modified; please apply your changes to the latest version and try again';

/** 409: someone else was faster, or a precondition does not hold; `why` is {@link staleWrite} or names the precondition. */
export function conflict(kind: Kind, name: string, why: string = staleWrite): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(kind)} "${name}": ${why}`;
  return new StatusError(409, 'Conflict', message, resourceDetails(kind, name));
}

/** 410: the log of changes no longer reaches back to that resourceVersion. */
export function expired(requested: string, oldest: string): StatusError {
  return new StatusError(410, 'Expired', `too old resource version: ${requested} (${oldest})`);
}

/** 400: the request can't be understood. */
export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** 409: a precondition of a delete does not hold. Here the API names the kind, not the resource. */
export function preconditionFailed(kind: Kind, name: string, why: string): StatusError {
  const {group} = kinds[kind];
  const message = `Operation cannot be fulfilled on ${qualifiedKind(kind)} "${name}": ${why}`;
  return new StatusError(409, 'Conflict', message, {name, ...(group !== '' && {group}), kind});
}

/** 403: understood, and not allowed. */
export function forbiddenRequest(kind: Kind, name: string, why: string): StatusError {
  const message = `${qualifiedResource(kind)} "${name}" is forbidden: ${why}`;
  return new StatusError(403, 'Forbidden', message, resourceDetails(kind, name));
}

/** 422: the object is understood and breaks rules, all of which are listed. */
export function invalid(kind: Kind, name: string, causes: readonly Required<StatusCause>[]): StatusError {
  const {group} = kinds[kind];
  const details = {...(name !== '' && {name}), ...(group !== '' && {group}), kind, causes: [...causes]};
  return new StatusError(422, 'Invalid', `${qualifiedKind(kind)} "${name}" is invalid: ${listCauses(causes)}`, details);
}

/**
 * 422: the query is understood and breaks a rule.
 *
 * @param options The kind of the query, such as `CreateOptions`; empty for what a patch made.
 */
export function invalidOptions(options: string, cause: Required<StatusCause>): StatusError {
  const names = options === '' ? {} : {group: 'meta.k8s.io', kind: options};
  const subject = options === '' ? '' : `${options}.meta.k8s.io`;
  return new StatusError(422, 'Invalid', `${subject} "" is invalid: ${listCauses([cause])}`, {
    ...names,
    causes: [cause],
  });
}

function qualifiedKind(kind: Kind): string {
  const {group} = kinds[kind];
  return group === '' ? kind : `${kind}.${group}`;
}

/** The same words are said once. */
function listCauses(causes: readonly Required<StatusCause>[]): string {
  const all = [...new Set(causes.map(cause => `${cause.field}: ${cause.message}`))];
  return all.length === 1 ? (all[0] ?? '') : `[${all.join(', ')}]`;
}
