import type {ApiClient} from './client.ts';

/** Makes a namespace, unless it is there: that of a puller which is to be upgraded is, say. */
export async function makeNamespace(admin: ApiClient, namespace: object): Promise<void> {
  const {status, body} = await admin.call('POST', '/api/v1/namespaces', namespace);
  if (status !== 201 && status !== 409) throw new Error(`no namespace: ${status} ${JSON.stringify(body)}`);
}
