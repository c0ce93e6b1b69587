export {identify, readConfig} from './config.ts';
export {askRecord, askServer, type LanePlan} from './lane.ts';
export {type ObservedPuller, observePuller, type PlannedPuller} from './puller.ts';
export {findAbandoned, findPullers, isPuller} from './pullers.ts';
export {readSummary} from './summary.ts';
