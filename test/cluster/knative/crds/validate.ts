import {type Answer, type ApiClient, makeNamespace} from '../../client/index.ts';

/** What an API server has to say of an object that it was asked to create. */
export interface Finding {
  /** Such as `serving.knative.dev/v1 Service image-puller-apply`. */
  readonly object: string;
  /** Why it would refuse it, or that the object is of no kind that it serves. */
  readonly refused?: string;
  /** What it warns of, in the words after `299 - `. */
  readonly warnings?: readonly string[];
}

/** An object of a manifest. */
interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly namespace?: string};
}

interface ResourceList {
  readonly resources: readonly {readonly name: string; readonly kind: string; readonly namespaced: boolean}[];
}

/**
 * Asks an API server what it would say of objects if they were created: a dry run with strict validation, in which an
 * unknown field, or one that is there twice, is a refusal. Nothing is created but the namespaces that they are in.
 *
 * @param namespace for objects that say none, as `kubectl apply` has one
 * @returns nothing where it takes all of them without a word
 */
export async function validateStrictly(
  admin: ApiClient,
  objects: readonly object[],
  namespace = 'validated',
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const object of objects) {
    const finding = isManifestObject(object)
      ? await validate(admin, object, namespace)
      : {object: JSON.stringify(object), refused: 'no apiVersion, kind or name'};
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

async function validate(admin: ApiClient, object: ManifestObject, home: string): Promise<Finding | undefined> {
  const {apiVersion, kind, metadata} = object;
  const called = `${apiVersion} ${kind} ${metadata.name}`;
  const api = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const {status: found, body: served} = await admin.call<ResourceList>('GET', api);
  const resource = found === 200 ? served.resources.find(candidate => isOf(candidate, kind)) : undefined;
  if (resource === undefined) return {object: called, refused: `no such kind: ${api} answers ${found}`};

  const namespace = metadata.namespace ?? home;
  // A dry run wants it to be there.
  if (resource.namespaced) await makeNamespace(admin, {metadata: {name: namespace}});
  const path = resource.namespaced ? `${api}/namespaces/${namespace}/${resource.name}` : `${api}/${resource.name}`;
  const answer = await dryRun(admin, path, object);
  const warnings = listWarnings(answer.headers.warning);
  if (answer.status === 201 || answer.status === 200)
    return warnings.length === 0 ? undefined : {object: called, warnings};
  const refused = `${answer.status} ${answer.body.message ?? JSON.stringify(answer.body)}`;
  return {object: called, refused, ...(warnings.length > 0 && {warnings})};
}

const strict = 'dryRun=All&fieldValidation=Strict';

/** A creation; of what is there already, which is 409, a replacement. */
async function dryRun(admin: ApiClient, path: string, object: ManifestObject): Promise<Answer<{message?: string}>> {
  const created = await admin.call<{message?: string}>('POST', `${path}?${strict}`, object);
  if (created.status !== 409) return created;
  const it = `${path}/${object.metadata.name}`;
  const {metadata} = await admin.ask<{readonly metadata: object & {readonly resourceVersion: string}}>('GET', it);
  const body = {...object, metadata: {...object.metadata, resourceVersion: metadata.resourceVersion}};
  return admin.call('PUT', `${it}?${strict}`, body);
}

const isManifestObject = (object: object): object is ManifestObject =>
  'apiVersion' in object && 'kind' in object && 'metadata' in object;

const isOf = ({name, kind}: ResourceList['resources'][number], wanted: string): boolean =>
  kind === wanted && !name.includes('/');

/** `299 - "one", 299 - "another"` as texts. */
function listWarnings(header: string | undefined): readonly string[] {
  return [...(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
}
