export {sayAccepted, sayLabelIgnored, sayRejected} from './config-words.ts';
export {sayImage, sayLane, sayProbed, sayRewritten} from './image-words.ts';
export {sayBlocked, sayNoRoom, sayPodsRefused, sayProbeRefused} from './pod-words.ts';
export {describeReasons, reasons} from './reasons.ts';
export {sayAnswered, sayRequested, sayRolledAll, sayWaiting} from './refresh-words.ts';
export {sayStarts} from './start-words.ts';
export {type Told, tellProblem} from './told.ts';
export {sayCreated, sayFailed, sayRefused, sayReleased, sayReplaced, sayRival, type Words} from './words.ts';
