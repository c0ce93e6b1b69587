export {covers, isReplacedBy} from './cover.ts';
export {decideLanes, type LaneDecision, type LaneFacts, type LaneNews, type Slots} from './decide-lanes.ts';
