import {createHash} from 'node:crypto';
import {formatReference, formatRepository, type Reference} from './reference.ts';
import type {PullFailure, SimulatedImage} from './types.ts';

/** The tags that fail on purpose, so that a failure can be tried by typing it. Every other name works. */
export const failingTags: Readonly<Record<string, PullFailure | 'WrongPlatform'>> = {
  'does-not-exist': 'NotFound',
  unauthorized: 'Unauthorized',
  'too-many-requests': 'TooManyRequests',
  'server-error': 'ServerError',
  timeout: 'Timeout',
  'host-not-found': 'HostNotFound',
  'no-space': 'NoSpace',
  'wrong-platform': 'WrongPlatform',
};

const smallest = 4_000_000;
const largest = 400_000_000;
const platforms = ['amd64', 'arm64', 'ppc64le', 's390x'];

/**
 * What a reference that nobody declared points at: the same for the same name, always. Its repository makes the size
 * (4 to 400 MB), its full name the digest, its tag the failure ({@link failingTags}).
 */
export function buildUndeclaredImage(reference: Reference): SimulatedImage {
  const behaviour = Object.hasOwn(failingTags, reference.tag ?? '') ? failingTags[reference.tag ?? ''] : undefined;
  const fraction = createHash('sha256').update(formatRepository(reference)).digest().readUInt32BE(0) / 2 ** 32;
  return {
    digest: reference.digest ?? buildDigest(formatReference(reference)),
    sizeBytes: Math.round(smallest * (largest / smallest) ** fraction),
    platforms: behaviour === 'WrongPlatform' ? ['riscv64'] : platforms,
    pullDuration: undefined,
    failure: behaviour === 'WrongPlatform' ? undefined : behaviour,
    startFailure: undefined,
    exit: undefined,
  };
}

/** A digest made of a text: the same for the same text. */
export function buildDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
