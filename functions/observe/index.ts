export {identify} from './config.ts';
export {askRecord, askServer, type LanePlan} from './lane.ts';
export {readNodes} from './nodes.ts';
export {type PlannedLane, readPlannedLanes} from './planned.ts';
export {type LaneView, readLanes} from './pods.ts';
export {type Probe, readProbes} from './probes.ts';
export {type ObservedPuller, observePuller, type PlannedPuller, planPullerLane} from './puller.ts';
export {findAbandoned, findPullers, isPuller} from './pullers.ts';
export {readRefusal, readRelease} from './refusal.ts';
