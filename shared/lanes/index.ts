export {buildBridge, findExposed, joinImages, nameBridge, viewBridge} from './bridge.ts';
export {buildLanes, isLaneOf, nameIsolated} from './build-lanes.ts';
export {
  covers,
  decideLanes,
  isReplacedBy,
  type LaneDecision,
  type LaneFacts,
  type LaneNews,
  type Slots,
} from './decide/index.ts';
export type {Lane, Requests} from './lane.ts';
export {findNote, formatNotes, isApart, type LaneNote, type LaneNotes, type Place, parseNotes} from './notes.ts';
