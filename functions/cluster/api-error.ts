import {toOneLine} from '@image-puller/shared/text';

/** One cause of a rejected object, as the API server lists them. */
export interface StatusCause {
  readonly field: string;
  readonly message: string;
}

/** What kind of failure it was, as far as a step cares. */
export type Failure =
  /** Another uid, another resourceVersion, the name is taken, or what was to be written is gone. */
  | 'conflict'
  /** 400, 413, 422, and 403 by admission: the object will not be taken as it is. */
  | 'rejected'
  /** 401 and 403: this ServiceAccount may not do that. */
  | 'forbidden'
  /** Away, slow or overloaded: worth another try later. */
  | 'unavailable';

/** A request the API server refused or did not answer. Its message names the request and the server's own reason. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;
  /** The HTTP status, or 0 where there was no answer. */
  readonly status: number;
  readonly causes: readonly StatusCause[];
  /**
   * A write that was answered 500, or not in time: the API server may well be there, and fail at this object alone. Almost always
   * that is an admission webhook which it can't call, or which is silent; trying again soon does not help then, and nothing
   * else has to wait for it.
   */
  readonly isOfObject: boolean;

  constructor(failure: Failure, message: string, status = 0, causes: readonly StatusCause[] = [], isOfObject = false) {
    super(message);
    this.failure = failure;
    this.status = status;
    this.causes = causes;
    this.isOfObject = isOfObject;
  }
}

/** Why the API server took nothing: each of its causes, or its one sentence. */
export const listReasons = ({causes, message}: ApiError): readonly string[] =>
  causes.length === 0 ? [message] : causes.map(({field, message: cause}) => `${field}: ${cause}`);

/**
 * The error for an answer that is not 2xx.
 *
 * @param request what was asked, such as `PUT daemonsets/kubernetes-image-puller`
 * @param body the answer: a Kubernetes Status, or anything a proxy may have put in between
 */
export function parseApiError(request: string, status: number, body: string): ApiError {
  const answer = parseStatus(body);
  const message = `${request}: ${status} ${toOneLine(answer.message ?? body)}`;
  const method = request.split(' ', 1)[0] ?? '';
  const failure = classify(method, status, answer);
  const isOfObject = failure === 'unavailable' && status === 500 && method !== 'GET';
  return new ApiError(failure, message, status, answer.causes, isOfObject);
}

interface StatusBody {
  readonly message?: string;
  readonly causes: readonly StatusCause[];
}

function parseStatus(body: string): StatusBody {
  try {
    const parsed: {message?: unknown; details?: {causes?: unknown}} | null = JSON.parse(body);
    const causes = Array.isArray(parsed?.details?.causes) ? parsed.details.causes : [];
    return {
      ...(typeof parsed?.message === 'string' && {message: parsed.message}),
      causes: causes.map((cause: {field?: unknown; message?: unknown}) => ({
        field: toOneLine(String(cause?.field ?? '')),
        message: toOneLine(String(cause?.message ?? '')),
      })),
    };
  } catch {
    return {causes: []};
  }
}

function classify(method: string, status: number, {message = '', causes}: StatusBody): Failure {
  if (status === 409) return 'conflict';
  // What was read is gone, or another object has its name: a patch that names another uid is "immutable", not 409.
  if (status === 404 && method !== 'GET') return 'conflict';
  if (status === 422 && causes.some(({field}) => field === 'metadata.uid')) return 'conflict';
  // etcd takes no object over 1.5 MiB; the API server says 500 to that.
  if (status === 413 || message.includes('request is too large')) return 'rejected';
  if (status === 400 || status === 422) return 'rejected';
  // RBAC says `User "x" cannot update resource ...`; quota, Pod Security and webhooks say otherwise, with 403 too.
  if (status === 403 && !/\bcannot \w+ resource\b/.test(message) && message !== '') return 'rejected';
  if (status === 401 || status === 403) return 'forbidden';
  return 'unavailable';
}
