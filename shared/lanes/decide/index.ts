export {covers} from './cover.ts';
export {decideLanes, type LaneDecision, type LaneFacts, type LaneNews} from './decide-lanes.ts';
