export type {View} from './assess-node.ts';
export {startDaemonSetController} from './daemonset-controller.ts';
export {decidePods} from './decide-pods.ts';
export {decideRollingUpdate} from './decide-rolling-update.ts';
