export {startLostPodCollector} from './lost-pods.ts';
export {startNodeLifecycle} from './node-lifecycle.ts';
export {createNodePool, type NodePool} from './node-pool.ts';
export {startRegistration} from './registration.ts';
