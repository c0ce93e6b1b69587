export {buildBridge, findExposed, joinImages, nameBridge, viewBridge} from './bridge.ts';
export {buildLanes, isLaneOf, nameIsolated} from './build-lanes.ts';
export {
  decideIsolation,
  type IsolationDecision,
  type IsolationFacts,
  type IsolationNews,
  isHeldWherever,
  isReplacedBy,
  type Slots,
} from './isolate/index.ts';
export {
  findIsolation,
  type IsolationNote,
  type IsolationNotes,
  isApart,
  parseIsolation,
  type Stage,
} from './isolation.ts';
export type {Lane, Requests} from './lane.ts';
