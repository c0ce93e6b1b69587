export {type Answer, type ApiAccess, type ApiClient, createApiClient} from './client.ts';
export {buildKubeconfig} from './kubeconfig.ts';
export {makeNamespace} from './namespace.ts';
