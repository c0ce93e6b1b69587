import {formatReference, type Reference} from './reference.ts';
import type {PullFailure} from './types.ts';

type GrpcCode = 'NotFound' | 'Unknown' | 'DeadlineExceeded' | 'FailedPrecondition';

/** What containerd says of a failed pull, as it arrives in events and in `state.waiting.message`. */
export function describeFailure(reference: Reference, failure: PullFailure): string {
  const name = formatReference(reference);
  const manifest = `https://${reference.host}/v2/${reference.path}/manifests/${reference.digest ?? reference.tag}`;
  const unresolved = (code: GrpcCode, words: string): string =>
    pullError(code, name, `failed to resolve reference "${name}": ${words}`);
  switch (failure) {
    case 'NotFound':
      return unresolved('NotFound', `${name}: not found`);
    case 'Unauthorized':
      return unresolved('Unknown', `unexpected status from HEAD request to ${manifest}: 401 Unauthorized`);
    case 'TooManyRequests':
      return unresolved('Unknown', `unexpected status from HEAD request to ${manifest}: 429 Too Many Requests`);
    case 'ServerError':
      return unresolved('Unknown', `unexpected status from HEAD request to ${manifest}: 500 Internal Server Error`);
    case 'Timeout':
      return unresolved('DeadlineExceeded', `failed to do request: Head "${manifest}": dial tcp: i/o timeout`);
    case 'HostNotFound':
      return unresolved(
        'Unknown',
        `failed to do request: Head "${manifest}": dial tcp: lookup ${reference.host}: no such host`,
      );
    case 'NoSpace':
      return pullError('Unknown', name, 'failed to copy: write layer: no space left on device');
  }
}

/** What containerd says of an image whose index lacks the node's architecture. */
export function describePlatformMismatch(reference: Reference): string {
  return pullError('NotFound', formatReference(reference), 'no match for platform in manifest: not found');
}

function pullError(code: GrpcCode, name: string, words: string): string {
  return `rpc error: code = ${code} desc = failed to pull and unpack image "${name}": ${words}`;
}
