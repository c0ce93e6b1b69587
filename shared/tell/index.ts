export {configurationAccepted, configurationWarning, labelIgnored, sayRejected, sayWarnings} from './config-events.ts';
export {
  type Report,
  released,
  sayCreated,
  sayDeclined,
  sayFailed,
  sayReplaced,
  sayRival,
} from './daemonset-events.ts';
export {describeReasons} from './events.ts';
export {imageFailing, imageRecovered, sayIsolation, sayRewritten, sayScouted} from './image-events.ts';
export {noRoomForSurge, podsBlocked, podsNotStarting, podsRefused, podsStarted} from './pod-events.ts';
export {notPublished} from './publish-events.ts';
export {refreshRequested, sayAnswered, sayRolledAll, sayWaiting} from './refresh-events.ts';
export type {Told} from './told.ts';
