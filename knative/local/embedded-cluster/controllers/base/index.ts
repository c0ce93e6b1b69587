export {type Backoff, type BackoffDelays, createBackoff} from './backoff.ts';
export {type Clock, createScopedClock, createSystemClock, sleep} from './clock.ts';
export {createEventRecorder, type Happening, type RecordEvent} from './event-recorder.ts';
export {
  isDaemonSet,
  isEvent,
  isNode,
  isPod,
  isRegistered,
  type StoredDaemonSet,
  type StoredEvent,
  type StoredNode,
  type StoredPod,
} from './objects.ts';
export {findCondition, isAvailable, isReady, isTerminal, setCondition} from './pod-conditions.ts';
export {createWorkQueue} from './work-queue.ts';
