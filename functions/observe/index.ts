export {askRecord, askServer, type LanePlan} from './lane.ts';
export {readNodes} from './nodes.ts';
export {type ObservedPuller, observePuller} from './puller.ts';
export {findAbandoned, findPullers, isPuller} from './pullers.ts';
export {readSummary} from './summary.ts';
