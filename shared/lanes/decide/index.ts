export {covers} from './cover.ts';
export {decideLanes, type LaneDecision, type LaneFacts, type LaneNews, type Places} from './decide-lanes.ts';
