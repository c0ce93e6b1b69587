export {
  type Clock,
  createSystemClock,
  isDaemonSet,
  type StoredDaemonSet,
  type StoredEvent,
  type StoredNode,
  type StoredPod,
} from './base/index.ts';
export {type Decision, decidePods, decideRollingUpdate, type View} from './daemonset/index.ts';
export type {Pull} from './kubelet/index.ts';
export type {NodePool, NodeProgress, NodeSpecification} from './nodes/index.ts';
export {
  type ControllerOptions,
  type Controllers,
  type ControllersInput,
  startControllers,
} from './start-controllers.ts';
