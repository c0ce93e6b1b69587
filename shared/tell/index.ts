export {sayAccepted, sayLabelIgnored, sayRejected} from './config-words.ts';
export {sayImage, sayIsolation, sayRewritten, sayScouted} from './image-words.ts';
export {sayBlocked, sayNoRoom, sayPodsRefused, sayScoutRefused} from './pod-words.ts';
export {describeReasons, reasons} from './reasons.ts';
export {sayAnswered, sayRequested, sayRolledAll, sayWaiting} from './refresh-words.ts';
export {sayStarts} from './start-words.ts';
export {type Told, tellProblem} from './told.ts';
export {sayCreated, sayDeclined, sayFailed, sayReleased, sayReplaced, sayRival, type Words} from './words.ts';
