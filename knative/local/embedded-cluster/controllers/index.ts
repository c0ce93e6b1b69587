export {
  type Clock,
  createSystemClock,
  isDaemonSet,
  type StoredDaemonSet,
  type StoredEvent,
  type StoredNode,
  type StoredPod,
} from './base/index.ts';
export {decidePods, decideRollingUpdate, type View} from './daemonset/index.ts';
export type {NodePool} from './nodes/index.ts';
export {
  type ControllerOptions,
  type Controllers,
  startControllers,
} from './start-controllers.ts';
