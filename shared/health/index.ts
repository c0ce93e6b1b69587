export type {BlockedNodes} from './blocked.ts';
export {describeReason, isImagesOwn} from './cause.ts';
export {
  assessChanges,
  assessImage,
  type ImageChange,
  type ImageMemories,
  type ImageMemory,
  type ImageState,
  isRememberedFailing,
  parseMemories,
} from './changes.ts';
export type {ContainerState, ContainerView} from './container-view.ts';
export {describeForeign, type ForeignContainer} from './foreign.ts';
export {describeReference, type ImageSummary} from './image-summary.ts';
export {type CountedContainer, findContainers, groupByNode, isHeld, type NodePods} from './node-pods.ts';
export {groupOf, type NodesView} from './node-view.ts';
export {type PodView, viewPod} from './pod-view.ts';
export {findLastMove, isObserved, isOfTemplate, isUp, isUpdated} from './rollout.ts';
export {
  adviseStart,
  assessStartChange,
  assessStarts,
  hasStarted,
  parseNotStarting,
  type StartChange,
  type Starts,
} from './starts.ts';
export {countStuck, hasNoSandbox, isStuck, roomPatience, type StuckNodes} from './stuck.ts';
export {type NodeCounts, type ObservedLane, type PullerSummary, summarizePuller} from './summary.ts';
export {findUnsteady} from './unsteady.ts';
