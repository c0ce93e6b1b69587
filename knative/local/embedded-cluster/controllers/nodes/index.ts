export type {NodeSpecification} from './build-node.ts';
export {startLostPodCollector} from './lost-pods.ts';
export {startNodeLifecycle} from './node-lifecycle.ts';
export {createNodePool, type NodePool, type NodeProgress} from './node-pool.ts';
export {startRegistration} from './registration.ts';
