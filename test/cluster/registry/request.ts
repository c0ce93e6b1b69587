import type {IncomingMessage} from 'node:http';

/** A request of a node's to a registry. */
export interface RegistryRequest {
  /** HEAD asks which digest a tag has; GET fetches. */
  readonly method: string;
  readonly kind: 'manifest' | 'blob' | 'other';
  /** Such as `tools/editor`; empty for `other`. */
  readonly name: string;
  /** A tag or a digest; empty for `other`. */
  readonly reference: string;
  /** By basic authentication, right or wrong; empty for nobody. */
  readonly user: string;
  readonly status: number;
}

/** Reads what is asked, by the paths of the OCI distribution specification 1.1. */
export function parseRequest({method = '', url = '', headers}: IncomingMessage): Omit<RegistryRequest, 'status'> {
  const [, name = '', resource, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)/.exec(url) ?? [];
  const [, encoded = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
  const [user = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const kind = resource === undefined ? 'other' : resource === 'blobs' ? 'blob' : 'manifest';
  return {method, kind, name, reference, user};
}
