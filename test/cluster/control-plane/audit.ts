import {readFile} from 'node:fs/promises';

/**
 * Writes down every request when it has been answered, without bodies; a watch when it has ended. Not those of
 * administrators (the tests, kwok and the controllers are some) and of kubelets: they are most, and nobody counts them.
 */
export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted', 'Panic'],
  rules: [{level: 'None', userGroups: ['system:masters', 'system:nodes']}, {level: 'Metadata'}],
} as const;

/** One request, as the API server saw it. */
export interface AuditEntry {
  /** Such as `system:serviceaccount:image-puller:image-puller-apply`. */
  readonly user: string;
  readonly userAgent: string;
  /** RBAC's: get, list, watch, create, update, patch, delete, deletecollection. */
  readonly verb: string;
  /** API group, empty for the core one and for what is no resource. */
  readonly group: string;
  /** With the subresource: `pods/status`; empty for what is no resource, such as /readyz. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uri: string;
  readonly status: number;
  readonly dryRun: boolean;
}

interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly user: {readonly username: string};
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: {readonly code?: number};
}

/** Reads an audit log; a last line that is not complete yet is left out. */
export async function readAudit(file: string): Promise<readonly AuditEntry[]> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  return lines.map((line): AuditEntry => {
    const {verb, requestURI, userAgent = '', user, objectRef = {}, responseStatus = {}}: AuditEvent = JSON.parse(line);
    const {apiGroup = '', resource = '', subresource, namespace = '', name = ''} = objectRef;
    return {
      user: user.username,
      userAgent,
      verb,
      group: apiGroup,
      resource: subresource === undefined ? resource : `${resource}/${subresource}`,
      namespace,
      name,
      uri: requestURI,
      status: responseStatus.code ?? 0,
      dryRun: /[?&]dryRun=All/.test(requestURI),
    };
  });
}
