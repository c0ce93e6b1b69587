import type {ApiAccess} from './client.ts';

/** A kubeconfig, as JSON, which is YAML: kubectl, the controllers and the functions all read it. */
export const buildKubeconfig = ({server, certificate, token}: ApiAccess, namespace = 'default'): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'test',
        cluster: {
          server,
          ...(certificate !== undefined && {
            'certificate-authority-data': Buffer.from(certificate).toString('base64'),
          }),
        },
      },
    ],
    users: [{name: 'user', user: token === undefined ? {} : {token}}],
    contexts: [{name: 'test', context: {cluster: 'test', user: 'user', namespace}}],
    'current-context': 'test',
  });
