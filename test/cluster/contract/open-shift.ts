import {until} from '../../support/until.ts';
import type {ApiClient} from '../client/index.ts';

/** Makes a cluster serve `route.openshift.io`, by a resource definition of it: all that OpenShift is told by. */
export async function serveRoutes(client: ApiClient): Promise<void> {
  await client.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: 'routes.route.openshift.io',
    },
    spec: {
      group: 'route.openshift.io',
      scope: 'Namespaced',
      names: {plural: 'routes', singular: 'route', kind: 'Route', listKind: 'RouteList'},
      versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}],
    },
  });
  await until(
    async () => (await client.call('GET', '/apis/route.openshift.io')).status === 200,
    async () => (await client.call('GET', '/apis')).body,
  );
}
